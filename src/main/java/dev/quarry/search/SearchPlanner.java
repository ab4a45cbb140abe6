package dev.quarry.search;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.failure.Failure;
import dev.quarry.search.rerank.Reranker;
import dev.quarry.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks a request and settles how it is answered: whom to ask what, and how to fuse. */
@ApplicationScoped
class SearchPlanner {
    private static final int DEFAULT_K = 10;

    private final SequencedMap<String, Capability> capabilities;
    private final SearchConfig config;
    private final RequestCheck check;
    private final Reranker reranker;

    SearchPlanner(Capabilities capabilities, SearchConfig config, Reranker reranker) {
        this.capabilities = capabilities.byName();
        this.config = config;
        this.check = new RequestCheck(this.capabilities.sequencedKeySet(), config, reranker.isSetUp());
        this.reranker = reranker;
    }

    /** @throws Failure.Invalid naming every field that is wrong */
    SearchPlan plan(TenantId tenant, @Nullable SearchRequest request) {
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with query");
        }
        check.check(request);
        return request.query() == null || request.query().isBlank()
                ? listing(tenant, request)
                : question(tenant, request);
    }

    private SearchPlan.Listing listing(TenantId tenant, SearchRequest request) {
        CursorCode cursors = CursorCode.of(tenant, request);
        return new SearchPlan.Listing(
                query(tenant, request, config.depth()),
                k(request),
                cursors.listed(request.cursor()),
                cursors,
                Shape.of(request, reranker.isSetUp()));
    }

    private SearchPlan.Question question(TenantId tenant, SearchRequest request) {
        CursorCode cursors = CursorCode.of(tenant, request);
        int firstDepth = Math.max(k(request), config.depth());
        Cursor.Ranked begin = cursors.ranked(request.cursor()).orElse(new Cursor.Ranked(0, firstDepth));
        if (begin.offset() < 0
                || begin.offset() >= config.maxK()
                || begin.depth() < firstDepth
                || begin.depth() > deepest()) {
            throw CursorCode.unknown();
        }
        return new SearchPlan.Question(
                query(tenant, request, begin.depth()),
                asked(request),
                request.weights() == null ? Set.of() : request.weights().keySet(),
                fusion(request),
                new SearchPlan.Page(k(request), begin.offset(), firstDepth, config.maxK(), cursors),
                Shape.of(request, reranker.isSetUp()));
    }

    private int deepest() {
        return Math.max(config.maxK(), config.depth());
    }

    private static int k(SearchRequest request) {
        return request.k() == null ? DEFAULT_K : request.k();
    }

    private SearchQuery query(TenantId tenant, SearchRequest request, int depth) {
        return new SearchQuery(
                tenant,
                request.query() == null ? "" : request.query(),
                request.filter() == null ? DocumentFilter.EVERYTHING : DocumentFilter.parse(request.filter(), "filter"),
                depth,
                request.deadlineMs() == null ? config.deadline() : Duration.ofMillis(request.deadlineMs()));
    }

    private List<Capability> asked(SearchRequest request) {
        return capabilities.values().stream()
                .filter(capability ->
                        request.capabilities() == null || request.capabilities().contains(capability.name()))
                .toList();
    }

    /** @throws Failure.Invalid naming every field that is wrong */
    SearchSettings settings(SearchRequest request) {
        check.check(request);
        return new SearchSettings(
                asked(request).stream().map(Capability::name).toList(),
                weights(request),
                method(request),
                config.reciprocalRankConstant(),
                config.depth(),
                own(asked(request)));
    }

    private static SortedMap<String, Map<String, Object>> own(List<Capability> capabilities) {
        SortedMap<String, Map<String, Object>> own = new TreeMap<>();
        capabilities.forEach(capability -> own.put(capability.name(), capability.settings()));
        return own;
    }

    private Fusion fusion(SearchRequest request) {
        return new Fusion(method(request), config.reciprocalRankConstant(), weights(request));
    }

    private FusionMethod method(SearchRequest request) {
        return request.fusion() == null ? config.fusion() : request.fusion();
    }

    /** @throws Failure.Invalid when no hit of those who are asked could count anything */
    private SequencedMap<String, Double> weights(SearchRequest request) {
        SequencedMap<String, Double> weights = new LinkedHashMap<>();
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
        return weights;
    }
}
