package dev.quarry.chunk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chunk that is about to be stored.
 *
 * @param position its place among the document's chunks, from 0
 * @param startOffset offset of its first character in the source, in characters (code points), as PostgreSQL and Python
 *     count
 * @param endOffset offset after its last character
 * @param tokens its size in tokens of the embedding model
 * @param page where it begins, from 1: form feeds part pages; null in a text without any
 */
public record NewChunk(
        int position,
        String content,
        int startOffset,
        int endOffset,
        int tokens,
        String headingPath,
        @Nullable Integer page) {
    private static final char PAGE_BREAK = '\f';

    /** A chunk of a text without pages. */
    public NewChunk(int position, String content, int startOffset, int endOffset, int tokens, String headingPath) {
        this(position, content, startOffset, endOffset, tokens, headingPath, null);
    }

    /** The spans of a text as chunks to store. */
    public static List<NewChunk> of(String text, List<ChunkSpan> spans) {
        List<NewChunk> chunks = new ArrayList<>(spans.size());
        CodePoints codePoints = new CodePoints(text);
        Pages pages = new Pages(text);
        for (ChunkSpan span : spans) {
            String content = span.of(text);
            int start = codePoints.before(span.start());
            int end = start + content.codePointCount(0, content.length());
            chunks.add(new NewChunk(
                    chunks.size(), content, start, end, span.tokens(), span.headingPath(), pages.at(span.start())));
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

    /** Counts form feeds, from where it last stood. */
    private static final class Pages {
        private final String text;
        private final boolean paged;
        private int offset;
        private int page = 1;

        Pages(String text) {
            this.text = text;
            this.paged = text.indexOf(PAGE_BREAK) >= 0;
        }

        @Nullable
        Integer at(int target) {
            if (!paged) {
                return null;
            }
            for (; offset < target; offset++) {
                page += text.charAt(offset) == PAGE_BREAK ? 1 : 0;
            }
            for (; offset > target; offset--) {
                page -= text.charAt(offset - 1) == PAGE_BREAK ? 1 : 0;
            }
            return page;
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
