package dev.quarry.search;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /search}. Nothing of it is checked yet. */
@Schema(description = "A question.")
public record SearchRequest(
        @Schema(description = "The question, or some words.", required = true) @Nullable
        String query,

        @Schema(description = "How many hits.", defaultValue = "10", minimum = "1", maximum = "1000") @Nullable
        Integer k,

        @Schema(description = "Which capabilities to ask; all of them when absent.") @Nullable
        List<String> capabilities,

        @Schema(description = "A capability's share in the fusion, by its name; the configured ones when absent.")
        @Nullable
        Map<String, Double> weights,

        @Schema(
                description = "How to fuse.",
                implementation = String.class,
                enumeration = {"weighted_sum", "reciprocal_rank"})
        @Nullable
        FusionMethod fusion,

        @Schema(description = "Milliseconds that the search may take.", minimum = "1") @Nullable
        Long deadlineMs) {}
