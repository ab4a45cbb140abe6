package dev.quarry.admin;

import dev.quarry.embedding.EmbeddingSpace.State;
import dev.quarry.ingest.Backlog;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The pipeline as operators see it. */
@Schema(description = "How far embedding is, over all tenants and instances.")
record PipelineState(
        @Schema(description = "This instance, as the server's activity view calls it.")
        String instance,

        @Schema(description = "What this instance is for: all, server or worker.")
        String role,

        @Schema(description = "How many documents are in which state.")
        Documents documents,

        @Schema(description = "What is left to embed.") Work backlog,

        @Schema(description = "Vectors that are missing, or left over.")
        Drift drift,

        @Schema(description = "Every embedding space there is.")
        List<SpaceState> spaces) {

    /** Documents by state. */
    @Schema(description = "Documents by state.")
    record Documents(
            @Schema(description = "Waiting to be embedded.") long pending,
            @Schema(description = "Being embedded.") long indexing,
            @Schema(description = "Given up for now.") long failed,
            @Schema(description = "Embedded.") long ready) {}

    /** What is left. */
    @Schema(description = "What is left to embed.")
    record Work(
            @Schema(description = "Documents that are not ready.")
            long documents,

            @Schema(description = "When the document that waits longest became due.") @Nullable
            OffsetDateTime oldestWaitingSince,

            @Schema(description = "Documents that became ready in the last minute.")
            long indexedLastMinute,

            @Schema(
                    description =
                            "When it is worked off if it goes on like in the last minute; absent where it does not.")
            @Nullable
            OffsetDateTime estimatedEnd,

            @Schema(description = "What goes wrong most.") List<Backlog.FrequentError> errors) {}

    /** What does not fit together. */
    @Schema(description = "What does not fit together.")
    record Drift(
            @Schema(description = "Chunks without a vector in the active space.")
            long chunksWithoutVector,

            @Schema(description = "Vectors in spaces that are not searched.")
            long vectorsOfNoActiveSpace) {}

    static PipelineState of(String instance, String role, Backlog backlog, List<SpaceState> spaces) {
        return new PipelineState(
                instance,
                role,
                new Documents(backlog.pending(), backlog.indexing(), backlog.failed(), backlog.ready()),
                new Work(
                        backlog.documents(),
                        backlog.oldestWaitingSince(),
                        backlog.indexedLastMinute(),
                        backlog.estimatedEnd(),
                        backlog.errors()),
                new Drift(
                        spaces.stream()
                                .filter(space -> space.state() == State.ACTIVE)
                                .mapToLong(SpaceState::missing)
                                .sum(),
                        spaces.stream()
                                .filter(space -> space.state() != State.ACTIVE)
                                .mapToLong(SpaceState::vectors)
                                .sum()),
                spaces);
    }
}
