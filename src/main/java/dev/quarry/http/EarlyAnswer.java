package dev.quarry.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.failure.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Answers that are given before a request reaches its resource. */
@ApplicationScoped
public class EarlyAnswer {
    private final ObjectMapper json;
    private final ProblemMapper problems;

    EarlyAnswer(ObjectMapper json, ProblemMapper problems) {
        this.json = json;
        this.problems = problems;
    }

    /** There is nothing here, and why. */
    public void notFound(RoutingContext context, String detail) {
        end(context, Problem.of(Problem.Kind.NOT_FOUND, detail));
    }

    /** The address is known and takes other methods. */
    public void methodNotAllowed(RoutingContext context, String detail) {
        end(context, Problem.of(Problem.Kind.METHOD_NOT_ALLOWED, detail));
    }

    /**
     * Nobody knows who asks.
     *
     * @param challenge the value of {@code WWW-Authenticate}, as RFC 6750 has it
     */
    public void unauthorized(RoutingContext context, String challenge, String detail) {
        context.response().putHeader("WWW-Authenticate", challenge);
        end(context, Problem.of(Problem.Kind.UNAUTHORIZED, detail));
    }

    /** Whoever asks may not. */
    public void forbidden(RoutingContext context, String detail) {
        end(context, Problem.of(Problem.Kind.FORBIDDEN, detail));
    }

    /** Whoever asks has asked too often. */
    public void tooManyRequests(RoutingContext context, Duration retryAfter, String detail) {
        putRetryAfter(context.response(), retryAfter);
        end(context, Problem.of(Problem.Kind.TOO_MANY_REQUESTS, detail));
    }

    /** Something failed on the way. */
    public void failed(RoutingContext context, Throwable error) {
        if (error instanceof Failure.Busy busy) {
            putRetryAfter(context.response(), busy.retryAfter());
        }
        end(context, problems.problem(error));
    }

    /** The body that was announced is too large; the connection closes, for what follows on it is the body that nobody reads. */
    void tooLarge(RoutingContext context, String message) {
        end(context, Problem.tooLarge("body", message));
    }

    private static void putRetryAfter(HttpServerResponse response, Duration wait) {
        response.putHeader(
                HttpHeaders.RETRY_AFTER,
                Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }

    private void end(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (hasUnreadBody(context.request())) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(encode(problem));
    }

    /** What follows on the connection would be the body that nobody reads. */
    private static boolean hasUnreadBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.version() != HttpVersion.HTTP_2
                && (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                        || (length != null && !"0".equals(length)));
    }

    private String encode(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
