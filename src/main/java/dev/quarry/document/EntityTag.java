package dev.quarry.document;

import dev.quarry.chunk.NewChunk;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * Which state of a document an answer shows: what was handed in, and what the service has made of it since.
 *
 * <pre>
 *   "3f1c0a…-9be2…"
 *     edit   state
 * </pre>
 *
 * <p>Any change that a caller can see is another tag. A precondition for a change compares the edits alone: that a document
 * became ready meanwhile is no change by somebody else.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-etag">RFC 9110: ETag</a>
 */
record EntityTag(String edit, String state) {
    private static final int BYTES = 8;

    static EntityTag of(Document document) {
        return new EntityTag(
                hash(
                        document.id(),
                        document.externalId(),
                        document.title(),
                        document.sourceUri(),
                        document.language(),
                        document.metadata().encode(),
                        document.chunkingStrategy(),
                        document.version(),
                        document.updatedAt().toInstant()),
                hash(
                        document.status(),
                        document.totalChunks(),
                        document.attempts(),
                        document.error(),
                        document.createdAt().toInstant(),
                        document.indexedAt(),
                        document.rechunking()));
    }

    /** As it stands in a header. */
    String header() {
        return '"' + edit + '-' + state + '"';
    }

    boolean isSame(String header) {
        return header.equals(header());
    }

    /** Whether that tag was of the same edit. */
    boolean isSameEdit(String header) {
        return header.startsWith('"' + edit + '-');
    }

    private static String hash(@org.jspecify.annotations.Nullable Object... parts) {
        String text = Arrays.stream(parts).map(String::valueOf).collect(Collectors.joining("\u0000"));
        return HexFormat.of().formatHex(NewChunk.sha256(text), 0, BYTES);
    }
}
