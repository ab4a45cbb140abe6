package dev.quarry.embedding;

import dev.quarry.chunk.Tokenizer;
import dev.quarry.embedding.onnx.ModelFiles;
import dev.quarry.embedding.onnx.ModelTokenizer;
import dev.quarry.embedding.onnx.OnnxEncoder;
import java.util.List;

/**
 * A model that runs in this process.
 *
 * <p>Passages are spread over a few threads, one text a thread, which give way to searches. A query is embedded on the
 * caller's thread and so waits for none of them.
 */
final class OnnxModel implements EmbeddingModel {
    /** What most models of this size read, where nobody says otherwise. */
    private static final int USUAL_MAX_TOKENS = 512;

    private final String name;
    private final Prefixes prefixes;
    private final ModelTokenizer tokenizer;
    private final OnnxEncoder encoder;
    private final BulkThreads threads;
    private final InteractiveLane lane;
    private final int dimensions;
    private final SpokenLanguages languages;

    OnnxModel(EmbeddingConfig.Model settings, BulkThreads threads, InteractiveLane lane) {
        ModelFiles files = new ModelFiles(
                settings.onnx().path().orElse(null), settings.onnx().tokenizer().orElse(null));
        int usual = files.model() == null ? ModelFiles.PACKAGED_MAX_TOKENS : USUAL_MAX_TOKENS;
        this.prefixes = Prefixes.of(settings);
        this.name = Stamp.of(
                settings.model().orElse(files.name()), files, settings.onnx().pooling(), prefixes);
        this.tokenizer =
                new ModelTokenizer(files.tokenizerFile(), settings.maxTokens().orElse(usual), prefixes.passage());
        this.encoder = new OnnxEncoder(files, tokenizer, settings.onnx().pooling());
        this.languages = SpokenLanguages.of(settings);
        this.threads = threads;
        this.lane = lane;
        // The first text pays for loading the model: here rather than with a caller waiting.
        this.dimensions = embed("ready").length;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public SpokenLanguages languages() {
        return languages;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public List<float[]> embedPassages(List<String> texts) {
        return threads.forEach(texts, text -> embed(prefixes.passage() + text));
    }

    @Override
    public float[] embedQuery(String text) {
        try (InteractiveLane.Visit _ = lane.enter()) {
            return embed(prefixes.query() + text);
        }
    }

    @Override
    public void close() {
        encoder.close();
        tokenizer.close();
    }

    private float[] embed(String text) {
        return Vectors.toUnit(encoder.encode(text));
    }
}
