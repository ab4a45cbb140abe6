package dev.quarry.evaluation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run as it was asked for, checked. */
record EvaluationDraft(@Nullable String name, List<JudgedQuery> queries, int k, int depth, RunSettings settings) {
    /**
     * A question and what answers it.
     *
     * @param judgements a document's id or external id: its grade; one of them at least above 0
     */
    record JudgedQuery(String id, String text, Map<String, Integer> judgements) {}
}
