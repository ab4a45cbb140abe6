package dev.quarry.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("native-library")
class OnnxModelTest {
    private static final List<String> TEXTS = List.of(
            "The impeller is replaced every 200 hours.",
            "Perché no? 😀 漢字",
            "unaffable",
            "Tendons heal slowly; load them, but not too early. ".repeat(8));

    @TempDir
    static Path folder;

    private final EmbeddingModels models =
            new EmbeddingModels(Settings.of(Map.of()), new InteractiveLane(), new SimpleMeterRegistry());

    @AfterEach
    void close() {
        models.stop(new ShutdownEvent());
    }

    @Test
    void the_packaged_model_is_the_default_and_keeps_its_name() {
        EmbeddingModel model = models.current();
        assertThat(model.name()).isEqualTo("all-minilm-l6-v2-q");
        assertThat(model.dimensions()).isEqualTo(384);
        assertThat(model.tokenizer().limit()).isEqualTo(126);
        assertThat(models.next()).isEmpty();
    }

    @Test
    void its_vectors_are_those_of_langchain4j() {
        var reference = new AllMiniLmL6V2QuantizedEmbeddingModel();
        List<float[]> vectors = models.current().embedPassages(TEXTS);
        for (int i = 0; i < TEXTS.size(); i++) {
            assertThat(cosine(
                            vectors.get(i),
                            reference.embed(TEXTS.get(i)).content().vector()))
                    .as(TEXTS.get(i))
                    .isEqualTo(1, within(1e-4));
        }
    }

    @Test
    void a_text_longer_than_what_the_model_reads_is_embedded_by_its_beginning() {
        String beginning = "hello ".repeat(126);
        assertThat(cosine(
                        models.current().embedQuery(beginning + "goodbye ".repeat(50)),
                        models.current().embedQuery(beginning)))
                .isEqualTo(1, within(1e-6));
    }

    @Test
    void the_same_model_from_disk_gives_the_same_vectors_under_a_name_of_its_own() throws IOException {
        try (EmbeddingModel fromDisk = models.create(fromDisk(Map.of("quarry.embedding.max-tokens", "128")))) {
            assertThat(fromDisk.name()).matches("minilm-[0-9a-f]{12}");
            assertThat(fromDisk.dimensions()).isEqualTo(384);
            assertThat(fromDisk.tokenizer().limit()).isEqualTo(126);
            List<float[]> vectors = fromDisk.embedPassages(TEXTS);
            for (int i = 0; i < TEXTS.size(); i++) {
                assertThat(cosine(vectors.get(i), models.current().embedQuery(TEXTS.get(i))))
                        .isEqualTo(1, within(1e-6));
            }
        }
    }

    @Test
    void pooling_and_prefixes_change_the_name() throws IOException {
        List<Map<String, String>> variants = List.of(
                Map.of(),
                Map.of("quarry.embedding.onnx.pooling", "cls"),
                Map.of("quarry.embedding.query-prefix", "query: "),
                Map.of("quarry.embedding.passage-prefix", "query: "),
                Map.of("quarry.embedding.model", "mine"));
        assertThat(variants.stream().map(this::nameFromDisk).distinct()).hasSize(variants.size());
        assertThat(nameFromDisk(Map.of())).isEqualTo(nameFromDisk(Map.of()));
        assertThat(nameFromDisk(Map.of("quarry.embedding.model", "mine"))).startsWith("mine-");
    }

    @Test
    void a_prefix_is_put_before_the_text() throws IOException {
        try (EmbeddingModel model = models.create(fromDisk(
                Map.of("quarry.embedding.query-prefix", "query: ", "quarry.embedding.passage-prefix", "passage: ")))) {
            assertThat(cosine(model.embedQuery("pump"), models.current().embedQuery("query: pump")))
                    .isEqualTo(1, within(1e-6));
            assertThat(cosine(
                            model.embedPassages(List.of("pump")).getFirst(),
                            models.current().embedQuery("passage: pump")))
                    .isEqualTo(1, within(1e-6));
        }
    }

    @Test
    void a_closed_model_says_so() {
        EmbeddingModel model = models.create(Settings.of(Map.of()).current());
        model.close();
        model.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> model.embedQuery("anyone?"))
                .withMessage("the embedding model is closed");
    }

    @Test
    void the_next_model_is_there_when_its_provider_is_set() {
        EmbeddingModels both = new EmbeddingModels(
                Settings.of(Map.of(
                        "quarry.embedding.next.provider", "onnx", "quarry.embedding.next.query-prefix", "query: ")),
                new InteractiveLane(),
                new SimpleMeterRegistry());
        assertThat(both.next())
                .get()
                .extracting(EmbeddingModel::name)
                .asString()
                .startsWith("all-minilm-l6-v2-q-");
        assertThat(both.current().name()).isEqualTo("all-minilm-l6-v2-q");
        both.stop(new ShutdownEvent());
    }

    private String nameFromDisk(Map<String, String> properties) {
        try (EmbeddingModel model = models.create(fromDisk(properties))) {
            return model.name();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static EmbeddingConfig.Model fromDisk(Map<String, String> properties) throws IOException {
        Map<String, String> all = new HashMap<>(properties);
        all.put("quarry.embedding.onnx.path", unpacked("/all-minilm-l6-v2-q.onnx", "minilm.onnx"));
        all.put(
                "quarry.embedding.onnx.tokenizer",
                unpacked("/all-minilm-l6-v2-q-tokenizer.json", "minilm-tokenizer.json"));
        return Settings.of(all).current();
    }

    private static String unpacked(String resource, String name) throws IOException {
        Path file = folder.resolve(name);
        if (Files.notExists(file)) {
            try (InputStream content = Objects.requireNonNull(OnnxModelTest.class.getResourceAsStream(resource))) {
                Files.copy(content, file);
            }
        }
        return file.toString();
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
