package dev.quarry.evaluation;

import dev.quarry.evaluation.EvaluationDraft.JudgedQuery;
import dev.quarry.evaluation.EvaluationRequest.Question;
import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.search.SearchConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a request for a run, and names every place that is wrong. */
@ApplicationScoped
class DraftReader {
    static final int MOST_QUERIES = 10_000;
    static final int MOST_JUDGEMENTS = 1_000;
    static final int DEEPEST = 300;

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_QUERY_ID = 200;
    private static final int LONGEST_DOCUMENT_NAME = 1_000;
    private static final int HIGHEST_GRADE = 100;

    private final SettingsInForce settings;
    private final SearchConfig search;

    DraftReader(SettingsInForce settings, SearchConfig search) {
        this.settings = settings;
        this.search = search;
    }

    /** @throws Failure.Invalid naming every field that is wrong */
    EvaluationDraft read(@Nullable EvaluationRequest request) {
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with queries and judgements");
        }
        Violations violations = new Violations();
        int k = Objects.requireNonNullElse(request.k(), EvaluationRequest.DEFAULT_K);
        int depth = Objects.requireNonNullElse(request.depth(), Math.max(EvaluationRequest.DEFAULT_DEPTH, k));
        violations
                .require(k >= 1 && k <= DEEPEST, "k", "must be between 1 and " + DEEPEST)
                .require(depth >= k && depth <= DEEPEST, "depth", "must be between k and " + DEEPEST);
        if (request.name() != null) {
            violations.requireText(request.name(), "name", LONGEST_NAME);
        }
        List<JudgedQuery> queries = queries(request, violations);
        violations.throwIfAny();
        return new EvaluationDraft(request.name(), queries, k, depth, settings.of(request.settings()));
    }

    private List<JudgedQuery> queries(EvaluationRequest request, Violations violations) {
        List<@Nullable Question> asked = Objects.requireNonNullElse(request.queries(), List.of());
        Map<String, @Nullable Map<String, @Nullable Integer>> judgements =
                Objects.requireNonNullElse(request.judgements(), Map.of());
        violations
                .require(
                        !asked.isEmpty() && asked.size() <= MOST_QUERIES,
                        "queries",
                        "has " + asked.size() + " questions; from 1 to " + MOST_QUERIES + " are taken")
                .require(!judgements.isEmpty(), "judgements", "is required: {\"QUERY_ID\": {\"DOCUMENT\": grade}}")
                .throwIfAny();
        Set<String> ids = new HashSet<>();
        List<JudgedQuery> queries = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            String at = "queries[" + i + "]";
            Question question = asked.get(i);
            if (question == null) {
                violations.require(false, at, "must not be null");
                continue;
            }
            violations.requireText(question.id(), at + ".id", LONGEST_QUERY_ID);
            violations.requireText(question.text(), at + ".text", search.maxQueryLength());
            String id = Objects.requireNonNullElse(question.id(), "");
            violations.require(ids.add(id), at + ".id", "stands twice: each question needs an id of its own");
            queries.add(new JudgedQuery(
                    id,
                    Objects.requireNonNullElse(question.text(), ""),
                    judged(at, id, judgements.get(id), violations)));
        }
        judgements
                .keySet()
                .forEach(id -> violations.require(
                        ids.contains(id), "judgements." + id, "judges a question that queries does not have"));
        return queries;
    }

    private static Map<String, Integer> judged(
            String query, String id, @Nullable Map<String, @Nullable Integer> grades, Violations violations) {
        if (grades == null) {
            violations.require(
                    false, query, "has no judgements; give judgements." + id + ", or leave the question out");
            return Map.of();
        }
        String at = "judgements." + id;
        violations.require(
                grades.size() <= MOST_JUDGEMENTS,
                at,
                "has " + grades.size() + " documents; at most " + MOST_JUDGEMENTS + " are taken");
        grades.forEach((document, grade) -> {
            violations.requireText(document, at, LONGEST_DOCUMENT_NAME);
            violations.require(
                    grade != null && Math.abs((long) grade) <= HIGHEST_GRADE,
                    at + "." + document,
                    "must be a whole number from -" + HIGHEST_GRADE + " to " + HIGHEST_GRADE);
        });
        violations.require(
                grades.values().stream().anyMatch(grade -> grade != null && grade > 0),
                at,
                "has no grade above 0: there is nothing to find, and nothing to measure; leave the question out");
        Map<String, Integer> judged = new HashMap<>();
        grades.forEach((document, grade) -> judged.put(document, Objects.requireNonNullElse(grade, 0)));
        return judged;
    }
}
