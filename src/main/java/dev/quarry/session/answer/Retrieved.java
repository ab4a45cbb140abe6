package dev.quarry.session.answer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was found for a question.
 *
 * @param query what was searched for: the question as it stands on its own
 */
@RegisterForReflection
@Schema(description = "What was found for a question.")
public record Retrieved(
        @Schema(description = "What was searched for: the question as it stands on its own.")
        String query,

        @Schema(description = "The passages, best first.") List<Excerpt> passages,

        @Schema(description = "Whether a capability failed or was late: more may exist.")
        boolean degraded,

        @Schema(description = "Milliseconds that the search took.")
        long tookMs) {
    public Retrieved {
        passages = List.copyOf(passages);
    }
}
