package dev.quarry.embedding.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Spares a provider that is not well, and its callers the wait. The package's page draws its states. */
public final class CircuitBreaker {
    private final int failuresToOpen;
    private final Duration openFor;
    private final Clock clock;
    private State state = State.CLOSED;
    private int failuresInARow;
    private Instant openUntil = Instant.MIN;

    /**
     * A closed one.
     *
     * @param failuresToOpen in a row
     */
    public CircuitBreaker(int failuresToOpen, Duration openFor, Clock clock) {
        this.failuresToOpen = failuresToOpen;
        this.openFor = openFor;
        this.clock = clock;
    }

    /**
     * Asks to send a request. Who may must say what came of it: {@link #succeeded}, {@link #failed} or {@link #abandoned}.
     *
     * @return nothing when it may be sent; else when to ask again
     */
    public synchronized Optional<Duration> refusal() {
        if (state == State.CLOSED) {
            return Optional.empty();
        }
        Duration rest = Duration.between(clock.instant(), openUntil);
        if (rest.isPositive()) {
            return Optional.of(rest);
        }
        // One trial. Should it not come back within the same time again, another may try.
        state = State.HALF_OPEN;
        openUntil = clock.instant().plus(openFor);
        return Optional.empty();
    }

    /** The provider answered, be it to refuse. */
    public synchronized void succeeded() {
        state = State.CLOSED;
        failuresInARow = 0;
    }

    /** The provider did not answer, or was not able to. */
    public synchronized void failed() {
        failuresInARow++;
        if (state == State.HALF_OPEN || (state == State.CLOSED && failuresInARow >= failuresToOpen)) {
            state = State.OPEN;
            openUntil = clock.instant().plus(openFor);
        }
    }

    /** Nobody waited for the answer: the next may try. */
    public synchronized void abandoned() {
        if (state == State.HALF_OPEN) {
            state = State.OPEN;
            openUntil = clock.instant();
        }
    }

    /** As it is now. */
    public synchronized State state() {
        return state;
    }

    int failuresToOpen() {
        return failuresToOpen;
    }

    /** Where it stands. */
    public enum State {
        CLOSED(0),
        HALF_OPEN(1),
        OPEN(2);

        private final int level;

        State(int level) {
            this.level = level;
        }

        /** As a metric. */
        public int level() {
            return level;
        }
    }
}
