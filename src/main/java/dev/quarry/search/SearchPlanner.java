package dev.quarry.search;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Checks a request and settles how it is answered: whom to ask what, and how to fuse. */
@ApplicationScoped
class SearchPlanner {
    private static final int DEFAULT_K = 10;
    private static final int LARGEST_WEIGHT = 1000;

    private final SequencedMap<String, Capability> capabilities;
    private final SearchConfig config;

    SearchPlanner(Capabilities capabilities, SearchConfig config) {
        this.capabilities = capabilities.byName();
        this.config = config;
    }

    /** A request, understood. */
    record Plan(SearchQuery query, List<Capability> asked, Fusion fusion, int k) {}

    /** @throws Failure.Invalid naming every field that is wrong */
    Plan plan(TenantId tenant, @Nullable SearchRequest request) {
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with query");
        }
        check(request);
        int k = request.k() == null ? DEFAULT_K : request.k();
        SearchQuery query = new SearchQuery(
                tenant,
                Objects.requireNonNull(request.query()),
                DocumentFilter.EVERYTHING,
                Math.max(k, config.depth()),
                deadline(request));
        return new Plan(query, asked(request), fusion(request), k);
    }

    /** @throws Failure.Invalid naming every field that is wrong */
    SearchSettings settings(SearchRequest request) {
        check(request);
        SequencedMap<String, Double> weights = weights(request);
        List<String> asked = asked(request).stream().map(Capability::name).toList();
        weights.keySet().retainAll(asked);
        return new SearchSettings(
                asked,
                weights,
                method(request),
                config.reciprocalRankConstant(),
                config.bm25().k1(),
                config.bm25().b());
    }

    private void check(SearchRequest request) {
        Violations violations = new Violations();
        violations.requireText(request.query(), "query", config.maxQueryLength());
        violations.require(
                request.k() == null || (request.k() >= 1 && request.k() <= config.maxK()),
                "k",
                "must be between 1 and " + config.maxK());
        violations.require(
                request.deadlineMs() == null
                        || (request.deadlineMs() >= 1
                                && request.deadlineMs()
                                        <= config.longestDeadline().toMillis()),
                "deadline_ms",
                "must be between 1 and " + config.longestDeadline().toMillis());
        if (request.capabilities() != null) {
            violations.require(
                    !request.capabilities().isEmpty(), "capabilities", "must name at least one; " + allowed());
            request.capabilities().forEach(name -> requireKnown(violations, "capabilities", name));
        }
        if (request.weights() != null) {
            request.weights().forEach((name, weight) -> {
                requireKnown(violations, "weights." + name, name);
                violations.require(
                        !capabilities.containsKey(name) || (weight != null && weight >= 0 && weight <= LARGEST_WEIGHT),
                        "weights." + name,
                        "must be between 0 and " + LARGEST_WEIGHT);
            });
        }
        violations.throwIfAny();
    }

    private void requireKnown(Violations violations, String field, @Nullable String name) {
        violations.require(name != null && capabilities.containsKey(name), field, "names no capability; " + allowed());
    }

    private String allowed() {
        return "allowed: " + String.join(", ", capabilities.keySet());
    }

    private Duration deadline(SearchRequest request) {
        return request.deadlineMs() == null ? config.deadline() : Duration.ofMillis(request.deadlineMs());
    }

    private List<Capability> asked(SearchRequest request) {
        return capabilities.values().stream()
                .filter(capability ->
                        request.capabilities() == null || request.capabilities().contains(capability.name()))
                .toList();
    }

    private Fusion fusion(SearchRequest request) {
        return new Fusion(method(request), config.reciprocalRankConstant(), weights(request));
    }

    private FusionMethod method(SearchRequest request) {
        return request.fusion() == null ? config.fusion() : request.fusion();
    }

    private SequencedMap<String, Double> weights(SearchRequest request) {
        SequencedMap<String, Double> weights = new LinkedHashMap<>();
        capabilities.values().forEach(capability -> weights.put(capability.name(), capability.weight()));
        if (request.weights() != null) {
            weights.putAll(request.weights());
        }
        return weights;
    }
}
