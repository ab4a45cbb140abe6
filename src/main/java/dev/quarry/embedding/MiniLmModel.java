package dev.quarry.embedding;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The packaged all-MiniLM-L6-v2 in its quantized form, run in this process by ONNX Runtime.
 *
 * <p>Passages are spread over a few threads of their own, one text a thread. A query is embedded on the caller's thread and
 * so waits for none of them.
 *
 * @see <a href="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2">all-MiniLM-L6-v2</a>
 */
@ApplicationScoped
@Startup
class MiniLmModel implements EmbeddingModel {
    private static final String NAME = "all-minilm-l6-v2-q";
    private static final int DIMENSIONS = 384;

    private final ExecutorService passages;
    private final AllMiniLmL6V2QuantizedEmbeddingModel model;

    MiniLmModel(EmbeddingConfig config) {
        this.passages = Executors.newFixedThreadPool(
                config.threads(),
                Thread.ofPlatform().name("embedding-", 0).daemon().factory());
        this.model = new AllMiniLmL6V2QuantizedEmbeddingModel(passages);
        // The first text pays for loading the model: here rather than with a caller waiting.
        this.model.embed("ready");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public List<float[]> embedPassages(List<String> texts) {
        List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
        return model.embedAll(segments).content().stream()
                .map(Embedding::vector)
                .toList();
    }

    @Override
    public float[] embedQuery(String text) {
        return model.embed(text).content().vector();
    }

    void stop(@Observes ShutdownEvent shutdown) {
        passages.shutdownNow();
    }
}
