package dev.quarry.failure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An outcome that a caller must be able to understand and act on.
 *
 * <p>The message is written for that caller: it never holds a document's text, a password or SQL.
 */
public abstract sealed class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Failure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public final String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The named thing does not exist, or not for this caller. */
    public static final class NotFound extends Failure {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message, null);
        }
    }

    /** The request contradicts what is stored. */
    public static final class Conflict extends Failure {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super(message, null);
        }
    }

    /** What is stored is not in the state that the request demands. */
    public static final class PreconditionFailed extends Failure {
        private static final long serialVersionUID = 1L;

        public PreconditionFailed(String message) {
            super(message, null);
        }
    }

    /** The request itself is wrong; every violation names its field. */
    public static final class Invalid extends Failure {
        private static final long serialVersionUID = 1L;

        private final transient List<Violation> violations;

        public Invalid(List<Violation> violations) {
            super(describe(violations), null);
            this.violations = List.copyOf(violations);
        }

        public Invalid(String field, String message) {
            this(List.of(new Violation(field, message)));
        }

        public List<Violation> violations() {
            return violations;
        }

        private static String describe(List<Violation> violations) {
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("an invalid request has at least one violation");
            }
            Violation first = violations.getFirst();
            String more = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
            return first.field() + " " + first.message() + more;
        }
    }

    /** No capacity in time: a full pool, a passed deadline. The same request may succeed later. */
    public static final class Busy extends Failure {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        public Busy(String message, Duration retryAfter, @Nullable Throwable cause) {
            super(message, cause);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** A system that Quarry stands on (the database, a model) did not answer as it should. */
    public static final class Upstream extends Failure {
        private static final long serialVersionUID = 1L;

        public Upstream(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The caller is known and may not do this. */
    public static final class Forbidden extends Failure {
        private static final long serialVersionUID = 1L;

        public Forbidden(String message) {
            super(message, null);
        }
    }

    /**
     * One thing wrong with a request.
     *
     * @param field path of the field in the request, such as {@code chunking.size}
     * @param message what is wrong and what is allowed, a clause that follows the field's name
     */
    public record Violation(String field, String message) {}
}
