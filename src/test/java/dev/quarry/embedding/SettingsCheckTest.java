package dev.quarry.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.quarry.testing.ServiceLog;
import io.quarkus.runtime.StartupEvent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {
    private static final String HTTP = "provider=http url=http://localhost:1 model=m ";

    @ParameterizedTest
    @ValueSource(strings = {"", HTTP, HTTP + "api-key=k dimensions=3 http.send-dimensions=true", "next.provider=onnx"})
    void what_makes_sense_is_taken(String settings) {
        assertThatCode(() -> check(settings)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "provider=http model=m, set QUARRY_EMBEDDING_URL",
        "provider=http url=http://localhost:1, set QUARRY_EMBEDDING_MODEL",
        "url=http://localhost:1, QUARRY_EMBEDDING_PROVIDER is onnx",
        "onnx.path=/nowhere.onnx, without quarry.embedding.onnx.tokenizer",
        "onnx.tokenizer=/nowhere.json, without quarry.embedding.onnx.path",
        "onnx.path=/nowhere.onnx onnx.tokenizer=/nowhere.json, no file that can be read",
        "threads=0, quarry.embedding.threads is 0; it must be at least 1",
        "dimensions=-1, quarry.embedding.dimensions is -1",
        "max-tokens=2, it must be at least 16",
        "provider=http url=localhost model=m, QUARRY_EMBEDDING_URL is not a URL",
        "provider=http url=http://u:s3cret@localhost model=m, QUARRY_EMBEDDING_API_KEY",
        "provider=http url=http://localhost:1 model=m api-key=s3crét, QUARRY_EMBEDDING_API_KEY",
        "provider=http url=http://localhost:1 model=m http.send-dimensions=true, set QUARRY_EMBEDDING_DIMENSIONS",
        "provider=http url=http://localhost:1 model=m http.batch-size=0, batch-size is 0",
        "provider=http url=http://localhost:1 model=m http.retries=-1, retries is -1",
        "provider=http url=http://localhost:1 model=m http.query-timeout=0s, query-timeout must be longer",
        "next.url=http://localhost:1, not quarry.embedding.next.provider",
        "next.provider=http, set QUARRY_EMBEDDING_URL"
    })
    void what_makes_none_is_refused_in_one_line(String settings, String message) {
        assertThatIllegalStateException()
                .isThrownBy(() -> check(settings))
                .withMessageContaining(message)
                .satisfies(refused -> assertThat(refused).hasMessageNotContaining("s3cr"));
    }

    @Test
    void a_key_that_travels_in_the_open_is_warned_of() {
        try (ServiceLog log = ServiceLog.watch()) {
            check("provider=http model=m api-key=k url=http://models.example/v1");
            check("provider=http model=m api-key=k url=https://models.example/v1");
            assertThat(log.events()).containsExactly(Map.entry("embedding_key_unprotected", 1));
        }
    }

    private static void check(String settings) {
        Map<String, String> properties = new HashMap<>();
        Arrays.stream(settings.split(" ", -1))
                .filter(pair -> !pair.isBlank())
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> properties.put("quarry.embedding." + pair[0], pair[1]));
        new SettingsCheck(Settings.of(properties)).check(new StartupEvent());
    }
}
