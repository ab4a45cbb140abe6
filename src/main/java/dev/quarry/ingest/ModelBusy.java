package dev.quarry.ingest;

import dev.quarry.failure.Failure;
import java.time.Duration;
import java.util.Objects;

/** The model has no time now, and says for how long; a database that has none is another matter, and waits for no model. */
final class ModelBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    ModelBusy(Failure.Busy cause) {
        super(cause.getMessage(), cause);
        this.retryAfter = cause.retryAfter();
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
