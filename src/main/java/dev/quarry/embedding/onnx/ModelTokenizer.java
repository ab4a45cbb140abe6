package dev.quarry.embedding.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.quarry.chunk.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** Counts as a model does, by the {@code tokenizer.json} that came with it. */
public final class ModelTokenizer implements Tokenizer, AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;
    private final NativeMemory memory;
    private final int maxTokens;
    private final int limit;

    /**
     * @param file a {@code tokenizer.json}
     * @param maxTokens tokens that the model reads, the marks around a text included
     * @param prefix what is put before every passage; it takes its part of them
     */
    public ModelTokenizer(byte[] file, int maxTokens, String prefix) {
        try {
            this.tokenizer = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(file),
                    Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false"));
        } catch (IOException | RuntimeException error) {
            throw new IllegalStateException(
                    "the embedding model's tokenizer cannot be read: " + error.getMessage(), error);
        }
        this.memory = new NativeMemory(tokenizer::close);
        this.maxTokens = maxTokens;
        this.limit = maxTokens - encode("").getIds().length - count(prefix);
    }

    @Override
    public int limit() {
        return limit;
    }

    @Override
    public int count(String text) {
        return memory.use(() -> tokenizer.encode(text, false, false).getIds().length);
    }

    @Override
    public int[] tokenStarts(String text) {
        Encoding encoding = memory.use(() -> tokenizer.encode(text, false, false));
        int[] starts = Arrays.stream(encoding.getCharTokenSpans())
                .filter(Objects::nonNull)
                .mapToInt(CharSpan::getStart)
                .toArray();
        return toUtf16Offsets(text, starts);
    }

    /** The text with the marks that the model wants around it, all of it. */
    Encoding encode(String text) {
        return memory.use(() -> tokenizer.encode(text, true, false));
    }

    /** Tokens that the model reads, the marks included. */
    int maxTokens() {
        return maxTokens;
    }

    @Override
    public void close() {
        memory.close();
    }

    /** The tokenizer counts characters (code points), Java counts UTF-16 units; they part at the first emoji. */
    private static int[] toUtf16Offsets(String text, int[] ascendingCodePoints) {
        if (text.codePointCount(0, text.length()) == text.length()) {
            return ascendingCodePoints;
        }
        int[] offsets = new int[ascendingCodePoints.length];
        int offset = 0;
        int codePoint = 0;
        for (int i = 0; i < offsets.length; i++) {
            offset = text.offsetByCodePoints(offset, ascendingCodePoints[i] - codePoint);
            codePoint = ascendingCodePoints[i];
            offsets[i] = offset;
        }
        return offsets;
    }
}
