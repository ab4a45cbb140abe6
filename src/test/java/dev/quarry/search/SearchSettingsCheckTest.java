package dev.quarry.search;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchSettingsCheckTest {
    @Test
    void the_defaults_are_taken() {
        assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "bm25.k1, -0.1, from 0 to 100",
        "bm25.k1, NaN, from 0 to 100",
        "bm25.b, 1.01, from 0 to 1",
        "bm25.b, -1, from 0 to 1",
        "bm25.postings, 0, at least 1",
        "fuzzy.min-similarity, 2, from 0 to 1"
    })
    void what_makes_no_sense_is_refused_by_name(String setting, String value, String allowed) {
        String name = "quarry.search." + setting;
        assertThatIllegalStateException()
                .isThrownBy(() -> check(Map.of(name, value)))
                .withMessageContaining(name)
                .withMessageContaining(allowed);
    }

    private static void check(Map<String, String> settings) {
        SearchConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SearchConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(SearchConfig.class);
        new SearchSettingsCheck(config).check(new StartupEvent());
    }
}
