package dev.quarry.explorer;

import dev.quarry.chunk.NewChunk;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A chunk's row, as it is stored or is to be.
 *
 * @param tokens of the content, as the embedding model counts
 * @param page from 1; null where the source has no pages. Of a part of another chunk it is that one's: the row that is stored tells by
 *     the source
 * @param source where in the document's source its content stands; null where it is no part of it
 */
record ChunkRow(
        UUID id,
        int position,
        String content,
        int tokens,
        String strategy,
        @Nullable Slice source,
        String headingPath,
        @Nullable Integer page,
        ChunkState state,
        ChunkOrigin origin,
        int version,
        OffsetDateTime createdAt) {

    /** A stretch of the document's source, {@code [start, end)} in characters (code points). */
    record Slice(int start, int end) {}

    byte[] contentHash() {
        return NewChunk.contentHash(headingPath, content);
    }

    /** A chunk that somebody adds to a document. */
    static ChunkRow added(UUID id, ChunkEditSql.Next next, String strategy, Text text) {
        return new ChunkRow(
                id,
                next.position(),
                text.content(),
                text.tokens(),
                strategy,
                null,
                "",
                null,
                ChunkState.SERVING,
                ChunkOrigin.ADDED,
                1,
                next.now());
    }

    /** The next version of this chunk, which says something else. */
    ChunkRow saying(Text text) {
        return new ChunkRow(
                id,
                position,
                text.content(),
                text.tokens(),
                strategy,
                text.source(),
                headingPath,
                page,
                state,
                originOf(text),
                version + 1,
                createdAt);
    }

    /** A chunk beside this one, made of it. */
    ChunkRow sibling(UUID newId, int place, Text text) {
        return new ChunkRow(
                newId,
                place,
                text.content(),
                text.tokens(),
                strategy,
                text.source(),
                headingPath,
                page,
                state,
                originOf(text),
                1,
                createdAt);
    }

    ChunkRow in(ChunkState other) {
        return new ChunkRow(
                id,
                position,
                content,
                tokens,
                strategy,
                source,
                headingPath,
                page,
                other,
                origin,
                version + 1,
                createdAt);
    }

    /** The same under another's name. */
    ChunkRow as(UUID otherId, int otherVersion, OffsetDateTime otherCreatedAt) {
        return new ChunkRow(
                otherId,
                position,
                content,
                tokens,
                strategy,
                source,
                headingPath,
                page,
                state,
                origin,
                otherVersion,
                otherCreatedAt);
    }

    private ChunkOrigin originOf(Text text) {
        if (text.source() != null) {
            return ChunkOrigin.SOURCE;
        }
        return origin == ChunkOrigin.ADDED ? ChunkOrigin.ADDED : ChunkOrigin.EDITED;
    }

    /** What a chunk says. */
    record Text(String content, int tokens, @Nullable Slice source) {}
}
