package dev.quarry.embedding;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.quarry.chunk.Tokenizer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** Counts as all-MiniLM-L6-v2 does: WordPiece over lower-cased words. */
@ApplicationScoped
@Startup
class MiniLmTokenizer implements Tokenizer {
    private static final String RESOURCE = "/all-minilm-l6-v2-q-tokenizer.json";

    /** The model reads 128 tokens, two of which mark the beginning and the end; it drops the rest without a word. */
    private static final int LIMIT = 126;

    private final HuggingFaceTokenizer tokenizer;

    MiniLmTokenizer() {
        try (InputStream resource =
                Objects.requireNonNull(MiniLmTokenizer.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            this.tokenizer = HuggingFaceTokenizer.newInstance(
                    resource, Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false"));
        } catch (IOException error) {
            throw new IllegalStateException("the embedding model's tokenizer cannot be read", error);
        }
    }

    @Override
    public int limit() {
        return LIMIT;
    }

    @Override
    public int count(String text) {
        return tokenizer.encode(text, false, false).getIds().length;
    }

    @Override
    public int[] tokenStarts(String text) {
        Encoding encoding = tokenizer.encode(text, false, false);
        int[] starts = Arrays.stream(encoding.getCharTokenSpans())
                .filter(Objects::nonNull)
                .mapToInt(CharSpan::getStart)
                .toArray();
        return toUtf16Offsets(text, starts);
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

    void stop(@Observes ShutdownEvent shutdown) {
        tokenizer.close();
    }
}
