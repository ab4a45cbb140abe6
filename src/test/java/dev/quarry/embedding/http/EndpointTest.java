package dev.quarry.embedding.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, https://api.openai.com/v1/embeddings",
        "https://api.openai.com/v1/, https://api.openai.com/v1/embeddings",
        "https://api.openai.com/v1/embeddings, https://api.openai.com/v1/embeddings",
        "http://localhost:11434, http://localhost:11434/v1/embeddings",
        "http://localhost:8080/, http://localhost:8080/v1/embeddings",
        "https://host/proxy/openai, https://host/proxy/openai/embeddings",
        "https://host/d/embeddings?api-version=1, https://host/d/embeddings?api-version=1",
        "'  http://[::1]:80/v1 ', http://[::1]:80/v1/embeddings"
    })
    void it_is_given_with_or_without_its_end(String given, String asked) {
        assertThat(Endpoint.parse(given).uri()).hasToString(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:11434",
                "ftp://host/v1",
                "http://",
                "http://u:s3cret@host/v1",
                "http://s3cret host"
            })
    void anything_else_is_refused_without_being_repeated(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(given))
                .withMessageContaining("QUARRY_EMBEDDING_URL")
                .satisfies(refused -> assertThat(refused).hasMessageNotContaining("s3cret"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost/v1, false",
        "http://127.0.0.1:1/v1, false",
        "http://[::1]/v1, false",
        "https://host/v1, false",
        "http://host/v1, true"
    })
    void a_key_in_the_open_is_noticed(String url, boolean open) {
        assertThat(Endpoint.parse(url).isOpenToEavesdroppers()).isEqualTo(open);
    }
}
