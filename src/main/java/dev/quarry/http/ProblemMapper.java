package dev.quarry.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.quarry.failure.Failure;
import dev.quarry.failure.RecurringWarning;
import io.vertx.core.http.HttpClosedException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place that gives failures their status. */
@Singleton
public class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    /** An exception may be among its own causes. */
    private static final int LONGEST_CHAIN = 10;

    /** What is thrown with a lower status is an answer. */
    private static final int FIRST_ERROR = 400;

    private final RecurringWarning upstreamFailures = new RecurringWarning();

    @ServerExceptionMapper
    Response failure(Failure failure) {
        return switch (failure) {
            case Failure.NotFound notFound ->
                Problem.of(Problem.Kind.NOT_FOUND, notFound.getMessage()).response();
            case Failure.Conflict conflict ->
                Problem.of(Problem.Kind.CONFLICT, conflict.getMessage()).response();
            case Failure.PreconditionFailed failed ->
                Problem.of(Problem.Kind.PRECONDITION_FAILED, failed.getMessage())
                        .response();
            case Failure.Forbidden forbidden ->
                Problem.of(Problem.Kind.FORBIDDEN, forbidden.getMessage()).response();
            case Failure.Invalid invalid ->
                Problem.invalid(Problem.Kind.INVALID, invalid.getMessage(), invalid.violations())
                        .response();
            case Failure.Upstream upstream -> {
                upstreamFailures.warn(unlogged -> LOG.warnf(
                        "upstream_failed error=%s cause=%s unlogged=%d",
                        upstream.getMessage(), upstream.getCause(), unlogged));
                yield Problem.of(Problem.Kind.UPSTREAM, upstream.getMessage()).response();
            }
            case Failure.Busy busy ->
                Response.fromResponse(
                                Problem.of(Problem.Kind.BUSY, busy.getMessage()).response())
                        .header(
                                HttpHeaders.RETRY_AFTER,
                                Math.max(1, busy.retryAfter().toSeconds()))
                        .build();
        };
    }

    /** What a part of an answer says that failed while others did not. */
    public Problem problem(Throwable error) {
        Response response = switch (error) {
            case Failure failure -> failure(failure);
            case JacksonException unreadable -> unreadableJson(unreadable);
            default -> defect(error);
        };
        return (Problem) response.getEntity();
    }

    @ServerExceptionMapper
    Response unreadableJson(JacksonException error) {
        return failure(JsonProblem.of(error));
    }

    /** The framework has a mapper of its own for this one, which says nothing. */
    @ServerExceptionMapper
    Response mismatchedJson(MismatchedInputException error) {
        return unreadableJson(error);
    }

    @ServerExceptionMapper
    Response webApplication(WebApplicationException error) {
        if (error.getCause() instanceof JacksonException json) {
            return unreadableJson(json);
        }
        if (error.getCause() instanceof Failure failure) {
            return failure(failure);
        }
        int status = error.getResponse().getStatus();
        if (status < FIRST_ERROR) {
            return error.getResponse();
        }
        Problem.Kind kind = Problem.Kind.ofStatus(status);
        return Problem.of(kind, describe(kind)).response();
    }

    /** A client that hangs up while it sends is no defect, and reads no answer. */
    @ServerExceptionMapper
    Response brokenOff(IOException error) {
        if (hasCause(error, HttpClosedException.class) || hasCause(error, ClosedChannelException.class)) {
            LOG.debugf("client_hung_up error=%s", error.getMessage());
            return Problem.of(Problem.Kind.INVALID, "The request ended before its body did.")
                    .response();
        }
        return defect(error);
    }

    @ServerExceptionMapper
    Response defect(Throwable error) {
        String instance = UUID.randomUUID().toString();
        LOG.errorf(error, "request_failed instance=%s", instance);
        return Problem.defect(instance).response();
    }

    private static boolean hasCause(Throwable error, Class<? extends Throwable> type) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < LONGEST_CHAIN; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static String describe(Problem.Kind kind) {
        return switch (kind) {
            case NOT_FOUND -> "There is nothing at this address; /q/openapi lists what there is.";
            case METHOD_NOT_ALLOWED -> "This address does not take that method; /q/openapi lists what it takes.";
            case UNSUPPORTED_MEDIA_TYPE ->
                "Send the body as application/json; a file to /api/v1/documents as multipart/form-data.";
            case NOT_ACCEPTABLE -> "The answer is application/json.";
            case TOO_LARGE -> "The request's body is larger than the service takes.";
            case UNAUTHORIZED -> "Send a key: Authorization: Bearer ...";
            case INVALID, FORBIDDEN, CONFLICT, PRECONDITION_FAILED, TOO_MANY_REQUESTS, INTERNAL, UPSTREAM, BUSY ->
                "The request cannot be answered.";
        };
    }
}
