package dev.quarry.embedding.http;

import dev.quarry.failure.Failure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tries of one request so far, and whether there is another. */
final class Attempts {
    /** What a provider gets that wants fewer requests and does not say for how long. */
    private static final Duration UNTOLD = Duration.ofSeconds(1);

    private final Lane lane;
    private final Backoff backoff;
    private final long began = System.nanoTime();
    private int retries;
    private int limited;
    private Reply.@Nullable Failed lastFailure;
    private Duration waited = Duration.ZERO;

    Attempts(Lane lane, Backoff backoff) {
        this.lane = lane;
        this.backoff = backoff;
    }

    /** Until the lane's deadline. */
    Duration timeLeft() {
        Duration left = lane.deadline().minusNanos(System.nanoTime() - began);
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    /**
     * How long to wait before the next try.
     *
     * @throws Failure.Busy when the wait that is asked for is longer than the lane has
     * @throws Failure.Upstream when there is no other try
     */
    Duration waitAfter(Reply.Failed failed) {
        if (!failed.trouble().mayPass()) {
            throw givenUp(failed);
        }
        lastFailure = failed;
        boolean asksToWait = failed.trouble() == Trouble.RATE_LIMITED || failed.retryAfter() != null;
        return asksToWait ? waitAsAsked(failed) : waitBeforeRetry(failed);
    }

    /**
     * What ends this request when the provider is left alone by now; nothing when none of its tries failed.
     *
     * <p>A request that the provider fails at keeps it left alone: called a victim of that, it would be asked for ever.
     */
    Optional<Failure.Upstream> failure() {
        return Optional.ofNullable(lastFailure)
                .filter(failed -> failed.trouble().isTheProvidersState())
                .map(Attempts::givenUp);
    }

    /** The provider is there and says when: that is no failed try, as long as the waits together stay within bounds. */
    private Duration waitAsAsked(Reply.Failed failed) {
        Duration wait = failed.retryAfter() == null
                ? UNTOLD.multipliedBy(1L << Math.min(limited, 5))
                : failed.retryAfter().plus(backoff.before(0));
        limited++;
        waited = waited.plus(wait);
        if (waited.compareTo(lane.longestWait()) > 0 || wait.compareTo(timeLeft()) >= 0) {
            throw new Failure.Busy(failed.message(), wait, failed.cause());
        }
        return wait;
    }

    private Duration waitBeforeRetry(Reply.Failed failed) {
        Duration wait = backoff.before(retries);
        if (retries >= lane.retries() || wait.compareTo(timeLeft()) >= 0) {
            throw givenUp(failed);
        }
        retries++;
        return wait;
    }

    private static Failure.Upstream givenUp(Reply.Failed failed) {
        return new Failure.Upstream(failed.message(), failed.cause());
    }
}
