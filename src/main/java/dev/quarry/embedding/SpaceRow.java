package dev.quarry.embedding;

import dev.quarry.embedding.EmbeddingSpace.State;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A row of {@code embedding_spaces}. */
public record SpaceRow(
        int id,
        String model,
        int dimensions,
        String indexKind,
        State state,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime activatedAt) {}
