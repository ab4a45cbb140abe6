package dev.quarry.session.answer;

import dev.quarry.tenant.TenantId;
import java.util.List;

/**
 * What somebody wants to know.
 *
 * @param history of the conversation, oldest first
 */
public record Question(TenantId tenant, String text, QuestionOptions options, List<Turn> history) {
    public Question {
        history = List.copyOf(history);
    }
}
