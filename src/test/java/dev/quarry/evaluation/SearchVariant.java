package dev.quarry.evaluation;

import dev.quarry.client.SearchQuestion;
import dev.quarry.client.SearchResult;
import dev.quarry.command.WrongUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One way to put a query: a capability alone, or several fused. What is null is left to the service's settings. */
record SearchVariant(
        String name,
        @Nullable String capability,
        @Nullable Map<String, Double> weights,
        @Nullable String fusion) {
    private static final int LONGEST_QUERY = 4000;
    private static final String RECIPROCAL_RANK = "reciprocal_rank";

    /** As the service does it by default. */
    static final SearchVariant FUSED = new SearchVariant("fused", null, null, null);

    /**
     * Every capability alone; then all of them fused.
     *
     * @param answer any answer of the service: its legs name the capabilities
     * @throws WrongUsage when the weights name another
     */
    static List<SearchVariant> all(SearchResult answer, List<Weights> extraWeights) {
        List<String> capabilities =
                answer.legs().stream().map(SearchResult.Leg::capability).toList();
        extraWeights.forEach(weights -> weights.requireKnown(capabilities));
        List<SearchVariant> variants = new ArrayList<>();
        capabilities.forEach(capability -> variants.add(new SearchVariant(capability, capability, null, null)));
        variants.add(FUSED);
        variants.add(new SearchVariant("fused-reciprocal-rank", null, null, RECIPROCAL_RANK));
        extraWeights.forEach(weights ->
                variants.add(new SearchVariant("fused " + weights.text(), null, weights.byCapability(), null)));
        return variants;
    }

    boolean isLeg() {
        return capability != null;
    }

    SearchQuestion question(String query, int k) {
        return new SearchQuestion(
                Cut.toLength(query, LONGEST_QUERY),
                k,
                capability == null ? null : List.of(capability),
                weights,
                fusion);
    }
}
