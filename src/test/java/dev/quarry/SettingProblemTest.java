package dev.quarry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingProblemTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SRCFG00039: The config property quarry.role with the config value "foo" threw an Exception whilst being converted SRCFG00049: Cannot convert foo to enum class dev.quarry.role.Role, allowed values: all,server,worker | quarry.role is "foo"; allowed: all, server, worker (as a variable: QUARRY_ROLE)
            SRCFG00039: The config property quarry.pool.main.acquire-timeout with the config value "abc" threw an Exception whilst being converted Invalid duration: abc | quarry.pool.main.acquire-timeout is "abc"; a duration is wanted, such as 200ms, 5s, 2m or 1h (as a variable: QUARRY_POOL_MAIN_ACQUIRE_TIMEOUT)
            SRCFG00039: The config property quarry.ingest.batch-size with the config value "x" threw an Exception whilst being converted SRCFG00029: Expected an integer value, got "x" | quarry.ingest.batch-size is "x"; Expected an integer value, got "x" (as a variable: QUARRY_INGEST_BATCH_SIZE)
            java.util.NoSuchElementException: SRCFG00014: The config property a.b is required | The config property a.b is required
            """)
    void the_setting_and_what_is_allowed_are_named(String library, String ours) {
        assertThat(SettingProblem.describe(library)).isEqualTo(ours);
    }
}
