package dev.quarry.search;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.failure.Failure;
import dev.quarry.tenant.TenantId;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Checks a request and settles how it is answered: whom to ask what, and how to fuse. */
@ApplicationScoped
class SearchPlanner {
    private static final int DEFAULT_K = 10;

    private final SequencedMap<String, Capability> capabilities = new LinkedHashMap<>();
    private final SearchConfig config;
    private final RequestCheck check;

    SearchPlanner(@All List<Capability> capabilities, SearchConfig config) {
        capabilities.stream()
                .sorted(Comparator.comparing(Capability::name).reversed())
                .forEach(capability -> this.capabilities.put(capability.name(), capability));
        this.config = config;
        this.check = new RequestCheck(this.capabilities.sequencedKeySet(), config);
    }

    /** @throws Failure.Invalid naming every field that is wrong */
    SearchPlan plan(TenantId tenant, @Nullable SearchRequest request) {
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with query");
        }
        check.check(request);
        int k = request.k() == null ? DEFAULT_K : request.k();
        SearchQuery query = query(tenant, request, k);
        return query.text().isBlank()
                ? new SearchPlan.Listing(query, k)
                : new SearchPlan.Question(query, asked(request), fusion(request), k);
    }

    private SearchQuery query(TenantId tenant, SearchRequest request, int k) {
        return new SearchQuery(
                tenant,
                request.query() == null ? "" : request.query(),
                request.filter() == null ? DocumentFilter.EVERYTHING : DocumentFilter.parse(request.filter(), "filter"),
                Math.max(k, config.depth()),
                request.deadlineMs() == null ? config.deadline() : Duration.ofMillis(request.deadlineMs()));
    }

    private List<Capability> asked(SearchRequest request) {
        return capabilities.values().stream()
                .filter(capability ->
                        request.capabilities() == null || request.capabilities().contains(capability.name()))
                .toList();
    }

    /** @throws Failure.Invalid when no hit of those who are asked could count anything */
    private Fusion fusion(SearchRequest request) {
        Map<String, Double> weights = new LinkedHashMap<>();
        asked(request).forEach(capability -> weights.put(capability.name(), capability.weight()));
        if (request.weights() != null) {
            request.weights().forEach(weights::replace);
        }
        if (weights.values().stream().allMatch(weight -> weight == 0)) {
            throw new Failure.Invalid(
                    "weights",
                    "are 0 for every capability that is asked (" + String.join(", ", weights.keySet())
                            + "); one of them must be above 0");
        }
        FusionMethod method = request.fusion() == null ? config.fusion() : request.fusion();
        return new Fusion(method, config.reciprocalRankConstant(), weights);
    }
}
