package dev.quarry.explorer;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A chunk with all that is known of it. */
@Schema(description = "A chunk with all that is known of it.")
public record ChunkDetail(
        @Schema(description = "The chunk's id.") UUID id,
        @Schema(description = "The document's id.") UUID documentId,

        @Schema(description = "Its document's title.") String title,

        @Schema(description = "Its place in the document, from 0.")
        int position,

        @Schema(description = "The text.") String content,

        @Schema(description = "Characters.") int chunkSize,

        @Schema(description = "Tokens of the embedding model that was active when it was made.")
        int tokenCount,

        @Schema(description = "How it was cut.") String chunkingStrategy,

        @Schema(description = "The headings that it stands under, outermost first; empty without any.")
        String headingPath,

        @Schema(description = "The page that it begins on, from 1; null where the source has no pages.") @Nullable
        Integer page,

        @Schema(
                description =
                        "Where it begins in the document's source, in characters; null where it is no part of it.")
        @Nullable
        Integer startOffset,

        @Schema(description = "Where it ends; null where it is no part of the source.") @Nullable
        Integer endOffset,

        @Schema(
                description = "Whether it can be found.",
                implementation = String.class,
                enumeration = {"serving", "disabled"})
        ChunkState state,

        @Schema(
                description = "Where its content comes from.",
                implementation = String.class,
                enumeration = {"source", "edited", "added"})
        ChunkOrigin origin,

        @Schema(description = "Goes up with every change of its content or state; in quotes it is the entity tag.")
        int version,

        @Schema(description = "When it was stored.") OffsetDateTime createdAt,

        @Schema(description = "Whether it has a vector in the active embedding space.")
        boolean embedded,

        @Schema(description = "The chunks before it, as many as were asked for, in their order.")
        List<Neighbour> before,

        @Schema(description = "The chunks behind it, as many as were asked for, in their order.")
        List<Neighbour> after) {

    /** A chunk beside it. */
    @Schema(name = "NeighbouringChunk", description = "A chunk beside another.")
    public record Neighbour(
            @Schema(description = "The chunk's id.") UUID id,

            @Schema(description = "Its place in the document, from 0.")
            int position,

            @Schema(description = "The headings above it, outermost first.")
            String headingPath,

            @Schema(description = "The text.") String content,

            @Schema(
                    description = "serving: found by searches. disabled: not found.",
                    implementation = String.class,
                    enumeration = {"serving", "disabled"})
            ChunkState state) {}

    ChunkDetail between(List<Neighbour> neighbours) {
        return new ChunkDetail(
                id,
                documentId,
                title,
                position,
                content,
                chunkSize,
                tokenCount,
                chunkingStrategy,
                headingPath,
                page,
                startOffset,
                endOffset,
                state,
                origin,
                version,
                createdAt,
                embedded,
                neighbours.stream().filter(other -> other.position < position).toList(),
                neighbours.stream().filter(other -> other.position > position).toList());
    }
}
