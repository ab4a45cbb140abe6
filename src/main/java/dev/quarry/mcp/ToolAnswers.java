package dev.quarry.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.http.ProblemMapper;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** What a tool answers: JSON as the interface has it, or why not, in words that the model which calls can act on. */
@ApplicationScoped
class ToolAnswers {
    private final ObjectMapper json;
    private final ProblemMapper problems;

    ToolAnswers(ObjectMapper json, ProblemMapper problems) {
        this.json = json;
        this.problems = problems;
    }

    Uni<ToolResponse> of(Supplier<Uni<?>> work) {
        return Uni.createFrom()
                .deferred(() -> work.get().map(answer -> ToolResponse.success(written(answer))))
                .onFailure()
                .recoverWithItem(
                        error -> ToolResponse.error(problems.problem(error).detail()));
    }

    private String written(Object answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException(defect);
        }
    }
}
