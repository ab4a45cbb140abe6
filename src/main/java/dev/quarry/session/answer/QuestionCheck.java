package dev.quarry.session.answer;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.search.SearchRequest;
import dev.quarry.search.Searcher;
import dev.quarry.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a question before anything is stored or searched. */
@ApplicationScoped
public class QuestionCheck {
    static final int MOST_PASSAGES = 50;

    private final Searcher searcher;
    private final AnswerConfig config;

    QuestionCheck(Searcher searcher, AnswerConfig config) {
        this.searcher = searcher;
        this.config = config;
    }

    /**
     * The question that a request asks, checked.
     *
     * @throws Failure.Invalid naming every field that is wrong
     */
    public Question question(TenantId tenant, @Nullable AnswerRequest request) {
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with question");
        }
        check(request.question(), "question", request.options());
        return new Question(tenant, Objects.requireNonNull(request.question()).strip(), request.options(), List.of());
    }

    /**
     * Checks it.
     *
     * @param field what the text is called where it came from
     * @throws Failure.Invalid naming every field that is wrong
     */
    public void check(@Nullable String text, String field, QuestionOptions options) {
        Violations violations = new Violations();
        violations.requireText(text, field, config.maxQuestionLength());
        violations.require(
                options.k() == null || (options.k() >= 1 && options.k() <= MOST_PASSAGES),
                "k",
                "must be between 1 and " + MOST_PASSAGES);
        violations.throwIfAny();
        if (options.filter() != null) {
            var _ = DocumentFilter.parse(options.filter(), "filter");
        }
        var _ = searcher.settings(
                SearchRequest.ofRanking("question", options.k(), options.capabilities(), null, null, null));
    }
}
