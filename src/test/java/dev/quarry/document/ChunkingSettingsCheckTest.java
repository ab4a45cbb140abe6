package dev.quarry.document;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkingSettingsCheckTest {
    @Test
    void the_defaults_make_sense() {
        check("size", "126").check();
    }

    @ParameterizedTest
    @CsvSource({
        "size, 7, at least 8",
        "overlap, 64, between 0 and half of the size",
        "overlap, -1, between 0 and half of the size",
        "semantic.max-sentences, 0, at least 1",
        "semantic.concurrency, 0, at least 1",
        "semantic.deadline, 0s, above 0",
        "preview.max-content-length, 0, at least 1"
    })
    void a_setting_that_makes_none_is_named_with_what_is_allowed(String name, String value, String allowed) {
        assertThatIllegalStateException()
                .isThrownBy(() -> check(name, value).check())
                .withMessageContaining("quarry.document.chunking." + name)
                .withMessageContaining(allowed);
    }

    private static ChunkingSettingsCheck check(String name, String value) {
        return new ChunkingSettingsCheck(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DocumentConfig.class)
                .withDefaultValue("quarry.document.chunking." + name, value)
                .build()
                .getConfigMapping(DocumentConfig.class));
    }
}
