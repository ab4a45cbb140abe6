package dev.quarry.evaluation.chunking;

import dev.quarry.chunk.SentenceVectors;
import dev.quarry.chunk.Tokenizer;
import dev.quarry.embedding.onnx.ModelFiles;
import dev.quarry.embedding.onnx.ModelTokenizer;
import dev.quarry.embedding.onnx.OnnxEncoder;
import dev.quarry.embedding.onnx.Pooling;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The packaged model, on all processors. No text is embedded twice: many ways to cut share their chunks. */
final class Embedder implements SentenceVectors, AutoCloseable {
    private final ModelTokenizer tokenizer =
            new ModelTokenizer(ModelFiles.PACKAGED.tokenizerFile(), ModelFiles.PACKAGED_MAX_TOKENS, "");
    private final OnnxEncoder encoder = new OnnxEncoder(ModelFiles.PACKAGED, tokenizer, Pooling.MEAN);
    private final Map<String, float[]> known = new ConcurrentHashMap<>();

    Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Any number: nobody waits. */
    @Override
    public int limit() {
        return Integer.MAX_VALUE;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        return texts.parallelStream()
                .map(text -> known.computeIfAbsent(text, missing -> toUnit(encoder.encode(missing))))
                .toList();
    }

    @Override
    public void close() {
        encoder.close();
        tokenizer.close();
    }

    private static float[] toUnit(float[] vector) {
        double squares = 0;
        for (float number : vector) {
            squares += number * number;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / Math.sqrt(squares));
        }
        return unit;
    }
}
