package dev.quarry.embedding.recall;

import dev.quarry.command.Progress;
import dev.quarry.command.Terminal;
import dev.quarry.command.WrongUsage;
import dev.quarry.embedding.onnx.ModelFiles;
import dev.quarry.embedding.onnx.ModelTokenizer;
import dev.quarry.embedding.onnx.OnnxEncoder;
import dev.quarry.embedding.onnx.Pooling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Real texts in the packaged model's vectors. */
final class PassageVectors {
    private static final int FEWEST_PASSAGES = 1_000;
    /** Every so many passages one is taken out of the collection and searched for. */
    private static final int HELD_OUT = 100;

    private final Terminal terminal;

    PassageVectors(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Takes minutes for tens of thousands of passages. What people asked is searched for, and some of the passages are. */
    VectorSet embed(Path folder) {
        TextFolder texts = new TextFolder(folder);
        List<String> passages = texts.passages();
        if (passages.size() < FEWEST_PASSAGES) {
            throw new WrongUsage(folder + " has texts for " + passages.size() + " passages only, " + FEWEST_PASSAGES
                    + " are the least: give a folder with corpus.jsonl, .md or .txt files");
        }
        List<String> kept = every(passages, false);
        List<String> asked = new ArrayList<>(texts.questions());
        asked.addAll(every(passages, true));
        List<float[]> vectors =
                encode(Stream.concat(kept.stream(), asked.stream()).toList());
        return new VectorSet("real", vectors.subList(0, kept.size()), vectors.subList(kept.size(), vectors.size()));
    }

    private static List<String> every(List<String> passages, boolean heldOut) {
        return IntStream.range(0, passages.size())
                .filter(i -> (i % HELD_OUT == 0) == heldOut)
                .mapToObj(passages::get)
                .toList();
    }

    private List<float[]> encode(List<String> texts) {
        Progress progress = new Progress(terminal, "embedded", texts.size());
        AtomicInteger done = new AtomicInteger();
        try (ModelTokenizer tokenizer =
                        new ModelTokenizer(ModelFiles.PACKAGED.tokenizerFile(), ModelFiles.PACKAGED_MAX_TOKENS, "");
                OnnxEncoder encoder = new OnnxEncoder(ModelFiles.PACKAGED, tokenizer, Pooling.MEAN)) {
            return texts.parallelStream()
                    .map(text -> {
                        float[] vector = SyntheticVectors.toUnit(encoder.encode(text));
                        progress.accept(done.incrementAndGet());
                        return vector;
                    })
                    .toList();
        }
    }
}
