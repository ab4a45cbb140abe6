package dev.quarry.session;

import dev.quarry.evaluation.EvaluationRequest.Question;
import dev.quarry.session.FeedbackSql.Judged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What people thought of answers, as judgements that {@code POST /admin/evaluations} takes. */
@Schema(description = "What people thought of answers, as judgements: the body of POST /api/v1/admin/evaluations.")
public record JudgedQuestions(
        @Schema(description = "What to call the evaluation.")
        String name,

        @Schema(description = "What was searched for, each question once, under the id of a message that asked it.")
        List<Question> queries,

        @Schema(
                description =
                        "By a question's id: documents that a useful answer cites (1), and that only answers of no"
                                + " use cite (0). A question without a useful answer is left out.")
        Map<String, Map<String, Integer>> judgements) {
    private static final String NAME = "feedback on answers";

    /** Where answers to one question contradict each other, the useful one counts. */
    static JudgedQuestions of(List<Judged> judged) {
        Map<String, String> idOf = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        for (Judged one : judged) {
            String id = idOf.computeIfAbsent(
                    one.query().strip(), query -> one.questionId().toString());
            grades.computeIfAbsent(id, ofQuestion -> new LinkedHashMap<>())
                    .merge(one.documentId().toString(), one.useful() ? 1 : 0, Math::max);
        }
        grades.values().removeIf(documents -> !documents.containsValue(1));
        List<Question> queries = idOf.entrySet().stream()
                .filter(entry -> grades.containsKey(entry.getValue()))
                .map(entry -> new Question(entry.getValue(), entry.getKey()))
                .toList();
        return new JudgedQuestions(NAME, queries, grades);
    }
}
