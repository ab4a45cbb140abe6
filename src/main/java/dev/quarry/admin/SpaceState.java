package dev.quarry.admin;

import dev.quarry.embedding.EmbeddingSpace.State;
import dev.quarry.embedding.SpaceRow;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An embedding space as operators see it. */
@Schema(description = "One model's vectors.")
record SpaceState(
        @Schema(description = "The space's id.") int id,

        @Schema(description = "The stamp of every vector in it.")
        String model,

        @Schema(description = "Numbers in a vector.") int dimensions,

        @Schema(
                description =
                        "How its vectors are kept: pgvector; hyperplanes, in core SQL; portable, the same as earlier versions did it.")
        String index,

        @Schema(
                description = "building: it is filled; active: it is searched; retired: it was, and may be dropped.",
                implementation = String.class,
                enumeration = {"building", "active", "retired"})
        State state,

        @Schema(description = "Whether this instance searches it.")
        boolean searchedHere,

        @Schema(description = "Vectors in it.") long vectors,

        @Schema(description = "Chunks that have no vector in it.")
        long missing,

        @Schema(description = "Documents that could not be embedded in it, while it is built.")
        long failing,

        @Schema(description = "When it was made.") OffsetDateTime createdAt,

        @Schema(description = "When it became the one that is searched; absent where it never was.") @Nullable
        OffsetDateTime activatedAt) {

    static SpaceState of(SpaceRow row, boolean searchedHere, long chunks, long vectors, long failing) {
        return new SpaceState(
                row.id(),
                row.model(),
                row.dimensions(),
                row.indexKind(),
                row.state(),
                searchedHere,
                vectors,
                chunks - vectors,
                failing,
                row.createdAt(),
                row.activatedAt());
    }
}
