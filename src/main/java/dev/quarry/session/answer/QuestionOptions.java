package dev.quarry.session.answer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a question is searched for.
 *
 * @param k passages; as the settings have it when null
 * @param capabilities whom to ask; all when null
 * @param filter which documents are meant; all when null
 */
public record QuestionOptions(
        @Nullable Integer k,
        @Nullable List<String> capabilities,
        @Nullable Map<String, Object> filter) {
    /** As the settings have it. */
    public static final QuestionOptions NONE = new QuestionOptions(null, null, null);
}
