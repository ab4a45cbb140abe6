package dev.quarry.benchmark;

import dev.quarry.embedding.onnx.ModelFiles;
import dev.quarry.embedding.onnx.ModelTokenizer;
import dev.quarry.embedding.onnx.OnnxEncoder;
import dev.quarry.embedding.onnx.Pooling;
import dev.quarry.ingest.PassageTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The packaged model with nothing around it: as many threads as the pipeline has by default, never without a text. */
final class BareModel implements AutoCloseable {
    private static final int THREADS = 2;

    private final ModelTokenizer tokenizer =
            new ModelTokenizer(ModelFiles.PACKAGED.tokenizerFile(), ModelFiles.PACKAGED_MAX_TOKENS, "");
    private final OnnxEncoder encoder = new OnnxEncoder(ModelFiles.PACKAGED, tokenizer, Pooling.MEAN);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    PassageTexts passages() {
        return new PassageTexts(tokenizer);
    }

    /** Texts embedded in a second. */
    double perSecond(List<String> texts) throws InterruptedException {
        long began = System.nanoTime();
        var _ = vectors(texts);
        return texts.size() / ((System.nanoTime() - began) / 1e9);
    }

    /** Unit vectors of the texts. */
    List<float[]> vectors(List<String> texts) throws InterruptedException {
        List<Future<float[]>> asked = texts.stream()
                .map(text -> threads.submit(() -> encoder.encode(text)))
                .toList();
        List<float[]> vectors = new ArrayList<>(texts.size());
        for (Future<float[]> vector : asked) {
            try {
                vectors.add(vector.get());
            } catch (ExecutionException error) {
                throw new IllegalStateException(error);
            }
        }
        return vectors;
    }

    @Override
    public void close() {
        threads.shutdown();
        encoder.close();
        tokenizer.close();
    }
}
