package dev.quarry.embedding.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "7, PT7S",
        "' 0 ', PT0S",
        "0.25, PT0.25S",
        "'Sun, 01 Mar 2026 12:00:30 GMT', PT30S",
        "'Sun, 01 Mar 2026 11:00:00 GMT', PT0S",
        "999999999, PT24H",
        "'Mon, 01 Mar 2027 12:00:00 GMT', PT24H"
    })
    void seconds_and_dates_are_understood_and_bounded(String value, Duration wait) {
        assertThat(RetryAfter.parse(value, NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1e9", "99999999999999999999", "2026-03-01T12:00:30Z"})
    void anything_else_is_not(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }
}
