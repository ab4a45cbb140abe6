package dev.quarry.postgres;

import java.time.Duration;

/** A moment that work must end before, and the time that it was given. */
record Deadline(Duration whole, long nanoTime) {

    static Deadline in(Duration time) {
        return new Deadline(time, System.nanoTime() + time.toNanos());
    }

    /** What is left; nothing, and never less, when the moment has passed. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** Whether the moment is at least that long ago. */
    boolean hasPassedBy(Duration time) {
        return System.nanoTime() - nanoTime >= time.toNanos();
    }
}
