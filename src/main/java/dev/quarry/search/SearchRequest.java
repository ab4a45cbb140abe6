package dev.quarry.search;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /search}. Nothing of it is checked yet. */
@Schema(description = "A question; or, without a query, a filter whose documents' chunks are listed.")
public record SearchRequest(
        @Schema(description = "The question, or some words. Without it a filter is required, and chunks are listed.")
        @Nullable
        String query,

        @Schema(description = "How many hits.", defaultValue = "10", minimum = "1", maximum = "1000") @Nullable
        Integer k,

        @Schema(description = "Which capabilities to ask; all of them when absent.") @Nullable
        List<String> capabilities,

        @Schema(
                description =
                        "A capability's share in the fusion, by its name; the configured ones when absent. Not all"
                                + " of them may be 0.")
        @Nullable
        Map<String, Double> weights,

        @Schema(
                description = "How to fuse.",
                implementation = String.class,
                enumeration = {"weighted_sum", "reciprocal_rank"})
        @Nullable
        FusionMethod fusion,

        @Schema(description = "Milliseconds that the search may take.", minimum = "1") @Nullable
        Long deadlineMs,

        @Schema(
                description =
                        "Which documents are meant, such as {\"language\": \"en\", \"metadata.year\": {\"gte\": 2020}}"
                                + " (docs/filters.md).")
        @Nullable
        Map<String, Object> filter,

        @Schema(
                description =
                        "The next of an answer to this same request, for the page that follows. A page is computed anew:"
                                + " what was stored or deleted meanwhile may move it.")
        @Nullable
        String cursor,

        @Schema(
                description = "Whether hits that say the same become one, which lists the others as duplicates.",
                defaultValue = "true")
        @Nullable
        Boolean fold,

        @Schema(
                description =
                        "How much a hit unlike those before it is preferred to the next best, by their vectors: from 0,"
                                + " not at all, to 1.",
                defaultValue = "0",
                minimum = "0",
                maximum = "1")
        @Nullable
        Double diversity,

        @Schema(description = "Whether the reranker is asked; true when absent, where one is set up.") @Nullable
        Boolean rerank,

        @Schema(
                description = "How many chunks before and behind each hit are shown.",
                defaultValue = "0",
                minimum = "0",
                maximum = "10")
        @Nullable
        Integer context,

        @Schema(description = "Whether the places of the question's words are told.", defaultValue = "false") @Nullable
        Boolean highlight,

        @Schema(description = "Whether the answer says how it came about.", defaultValue = "false") @Nullable
        Boolean explain) {
    /** A question of which only the ranking matters: copies stay, and no reranker is asked. */
    public static SearchRequest ofRanking(
            String query,
            @Nullable Integer k,
            @Nullable List<String> capabilities,
            @Nullable Map<String, Double> weights,
            @Nullable FusionMethod fusion,
            @Nullable Long deadlineMs) {
        return new SearchRequest(
                query, k, capabilities, weights, fusion, deadlineMs, null, null, false, null, false, null, null, null);
    }
}
