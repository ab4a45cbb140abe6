package dev.quarry.chunk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A chunk that is about to be stored.
 *
 * @param position its place among the document's chunks, from 0
 * @param startOffset offset of its first character in the source, in characters (code points), as PostgreSQL and Python
 *     count
 * @param endOffset offset after its last character
 * @param tokens its size in tokens of the embedding model
 */
public record NewChunk(int position, String content, int startOffset, int endOffset, int tokens, String headingPath) {

    /** The spans of a text as chunks to store. */
    public static List<NewChunk> of(String text, List<ChunkSpan> spans) {
        List<NewChunk> chunks = new ArrayList<>(spans.size());
        CodePoints codePoints = new CodePoints(text);
        for (ChunkSpan span : spans) {
            String content = span.of(text);
            int start = codePoints.before(span.start());
            int end = start + content.codePointCount(0, content.length());
            chunks.add(new NewChunk(chunks.size(), content, start, end, span.tokens(), span.headingPath()));
        }
        return chunks;
    }

    /** SHA-256 of the content and the headings above it: of two chunks with one hash, one can stand for the other. */
    public byte[] contentHash() {
        return contentHash(headingPath, content);
    }

    /** As {@link #contentHash()}, of any content under any headings. */
    public static byte[] contentHash(String headingPath, String content) {
        return sha256(headingPath + '\0' + content);
    }

    /** SHA-256 of a text's UTF-8 form, 32 bytes. */
    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Counts characters from where it last stood, so that a text is walked once. Spans begin in ascending order. */
    private static final class CodePoints {
        private final String text;
        private int offset;
        private int counted;

        CodePoints(String text) {
            this.text = text;
        }

        int before(int target) {
            counted += target >= offset ? text.codePointCount(offset, target) : -text.codePointCount(target, offset);
            offset = target;
            return counted;
        }
    }
}
