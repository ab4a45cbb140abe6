package dev.quarry.search;

import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.search.lexical.QueryText;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds everything that is wrong with a request, field by field. */
final class RequestCheck {
    /** Each is looked for on its own. */
    private static final int MOST_WORD_CONDITIONS = 16;

    private static final int LARGEST_WEIGHT = 1000;
    private static final int LONGEST_CURSOR = 200;
    private static final int MOST_CONTEXT = 10;

    private final Set<String> capabilities;
    private final SearchConfig config;
    private final boolean hasReranker;

    /** @param capabilities every name that there is */
    RequestCheck(Set<String> capabilities, SearchConfig config, boolean hasReranker) {
        this.capabilities = capabilities;
        this.config = config;
        this.hasReranker = hasReranker;
    }

    /** @throws Failure.Invalid naming every field that is wrong; the filter's own fields are not looked at */
    void check(SearchRequest request) {
        Violations violations = new Violations();
        checkQuery(request, violations);
        requireBetween(violations, "k", request.k(), 1, config.maxK());
        requireBetween(
                violations,
                "deadline_ms",
                request.deadlineMs(),
                1,
                config.longestDeadline().toMillis());
        requireBetween(violations, "context", request.context(), 0, MOST_CONTEXT);
        violations.require(
                request.diversity() == null || (request.diversity() >= 0 && request.diversity() <= 1),
                "diversity",
                "must be between 0 and 1");
        violations.require(
                !Boolean.TRUE.equals(request.rerank()) || hasReranker,
                "rerank",
                "is wanted, but no reranker is set up here; its operator sets QUARRY_RERANK_URL");
        if (request.capabilities() != null) {
            violations.require(
                    !request.capabilities().isEmpty(), "capabilities", "must name at least one; " + allowed());
            request.capabilities().forEach(name -> requireKnown(violations, "capabilities", name));
        }
        if (request.weights() != null) {
            checkWeights(request.weights(), violations);
        }
        violations.require(
                request.cursor() == null || request.cursor().length() <= LONGEST_CURSOR,
                "cursor",
                "is longer than any that this service gave");
        violations.throwIfAny();
    }

    private void checkQuery(SearchRequest request, Violations violations) {
        if (request.query() != null && !request.query().isBlank()) {
            violations.requireOptionalText(request.query(), "query", config.maxQueryLength());
            violations.require(
                    QueryText.parse(request.query()).conditions() <= MOST_WORD_CONDITIONS,
                    "query",
                    "has more than " + MOST_WORD_CONDITIONS + " phrases and exclusions");
        } else {
            violations.require(
                    request.filter() != null,
                    "query",
                    "is required and must not be blank; without a question, send a filter to list chunks");
        }
    }

    private void checkWeights(Map<String, Double> weights, Violations violations) {
        weights.forEach((name, weight) -> {
            requireKnown(violations, "weights." + name, name);
            violations.require(
                    !capabilities.contains(name) || (weight != null && weight >= 0 && weight <= LARGEST_WEIGHT),
                    "weights." + name,
                    "must be between 0 and " + LARGEST_WEIGHT);
        });
    }

    private static void requireBetween(
            Violations violations, String field, @Nullable Number given, long least, long most) {
        violations.require(
                given == null || (given.longValue() >= least && given.longValue() <= most),
                field,
                "must be between " + least + " and " + most);
    }

    private void requireKnown(Violations violations, String field, @Nullable String name) {
        violations.require(name != null && capabilities.contains(name), field, "names no capability; " + allowed());
    }

    private String allowed() {
        return "allowed: " + String.join(", ", capabilities);
    }
}
