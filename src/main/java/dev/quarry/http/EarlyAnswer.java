package dev.quarry.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers that are given before a request reaches its resource. */
@ApplicationScoped
public class EarlyAnswer {
    private final ObjectMapper json;

    EarlyAnswer(ObjectMapper json) {
        this.json = json;
    }

    /** There is nothing here, and why. */
    public void notFound(RoutingContext context, String detail) {
        end(context.response(), Problem.of(Problem.Kind.NOT_FOUND, detail));
    }

    /** The body that was announced is too large; the connection closes, for what follows on it is the body that nobody reads. */
    void tooLarge(RoutingContext context, String message) {
        end(context.response().putHeader(HttpHeaders.CONNECTION, "close"), Problem.tooLarge("body", message));
    }

    private void end(HttpServerResponse response, Problem problem) {
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(encode(problem));
    }

    private String encode(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
