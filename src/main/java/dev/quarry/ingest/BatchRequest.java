package dev.quarry.ingest;

import dev.quarry.failure.Violations;
import dev.quarry.http.PathParameters;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which documents to embed: the body of {@code POST /admin/embeddings/batch}. */
@Schema(description = "Which documents to embed: these, those that a filter means, or every one that is not ready.")
public record BatchRequest(
        @Schema(description = "The documents' ids, at most 10000.") @Nullable
        List<@Nullable String> documentIds,

        @Schema(
                description =
                        "A filter, such as {\"status\": \"failed\", \"metadata.year\": {\"gte\": 2020}} (docs/filters.md).")
        @Nullable
        Map<String, Object> filter) {

    private static final int MOST_DOCUMENTS = 10_000;

    void check() {
        new Violations()
                .require(
                        documentIds == null || filter == null,
                        "filter",
                        "cannot stand beside document_ids; send one of the two")
                .require(
                        documentIds == null || documentIds.size() <= MOST_DOCUMENTS,
                        "document_ids",
                        "has more than " + MOST_DOCUMENTS + " ids; use a filter for so many")
                .throwIfAny();
    }

    /** The ids, each once, in their order. */
    static List<String> distinct(List<@Nullable String> ids) {
        return ids.stream()
                .map(id -> PathParameters.uuid("document_ids", Objects.requireNonNullElse(id, ""))
                        .toString())
                .distinct()
                .toList();
    }
}
