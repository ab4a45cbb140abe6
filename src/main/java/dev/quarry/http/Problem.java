package dev.quarry.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quarry.failure.Failure;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error as the caller reads it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "What went wrong, as RFC 9457 has it.")
public record Problem(
        @Schema(description = "The kind of problem, stable: urn:quarry:problem:NAME.")
        String type,

        @Schema(description = "The kind in words.") String title,

        @Schema(description = "The HTTP status.") int status,

        @Schema(description = "What was wrong with this request, what is allowed, what to do.")
        String detail,

        @Schema(description = "The log's id of an error that is a defect of the service.") @Nullable
        String instance,

        @Schema(description = "Every field that is wrong.") @Nullable
        List<Violation> violations) {

    /** The media type of every error's body. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:quarry:problem:";

    static Problem of(Kind kind, String detail) {
        return new Problem(TYPE_PREFIX + kind.name, kind.title, kind.status, detail, null, null);
    }

    static Problem invalid(Kind kind, String detail, List<Failure.Violation> violations) {
        return new Problem(
                TYPE_PREFIX + kind.name,
                kind.title,
                kind.status,
                detail,
                null,
                violations.stream().map(Violation::of).toList());
    }

    static Problem tooLarge(String field, String message) {
        return invalid(Kind.TOO_LARGE, field + " " + message, List.of(new Failure.Violation(field, message)));
    }

    static Problem defect(String instance) {
        return new Problem(
                TYPE_PREFIX + Kind.INTERNAL.name,
                Kind.INTERNAL.title,
                Kind.INTERNAL.status,
                "The service failed. Its log tells more under this instance.",
                "urn:uuid:" + instance,
                null);
    }

    Response response() {
        return Response.status(status)
                .type(MediaType.valueOf(MEDIA_TYPE))
                .entity(this)
                .build();
    }

    /** One field that is wrong. */
    @Schema(description = "A field that is wrong.")
    public record Violation(
            @Schema(description = "The field's path in the request.", examples = "chunking.size")
            String field,

            @Schema(description = "What is wrong and what is allowed.", examples = "must be between 1 and 1000")
            String message) {
        static Violation of(Failure.Violation violation) {
            return new Violation(violation.field(), violation.message());
        }
    }

    /** Every kind of problem that the service answers with. */
    enum Kind {
        INVALID("invalid-request", "The request is invalid", 400),
        UNAUTHORIZED("unauthorized", "A key is needed", 401),
        FORBIDDEN("forbidden", "Not allowed", 403),
        NOT_FOUND("not-found", "Not found", 404),
        METHOD_NOT_ALLOWED("method-not-allowed", "The method is not allowed here", 405),
        NOT_ACCEPTABLE("not-acceptable", "No acceptable answer", 406),
        CONFLICT("conflict", "The request contradicts what is stored", 409),
        PRECONDITION_FAILED("precondition-failed", "What is stored has changed", 412),
        TOO_LARGE("too-large", "The request is too large", 413),
        UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", "The media type is not supported", 415),
        TOO_MANY_REQUESTS("too-many-requests", "Too many requests", 429),
        INTERNAL("internal", "The service failed", 500),
        UPSTREAM("upstream", "Something that the service stands on did not answer", 502),
        BUSY("busy", "No capacity in time", 503);

        private final String name;
        private final String title;
        private final int status;

        Kind(String name, String title, int status) {
            this.name = name;
            this.title = title;
            this.status = status;
        }

        /** The kind with that status; the nearest general one where there is none of its own. */
        static Kind ofStatus(int status) {
            for (Kind kind : values()) {
                if (kind.status == status) {
                    return kind;
                }
            }
            return status >= 500 ? INTERNAL : INVALID;
        }
    }
}
