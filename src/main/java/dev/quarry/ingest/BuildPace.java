package dev.quarry.ingest;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a space that is built is gone through again: soon after something was built, and ever later when nothing is, for going
 * through it reads every chunk there is. Used by one thread at a time.
 */
final class BuildPace {
    private final Duration shortest;
    private final Duration longest;
    private final LongSupplier clock;
    private int space = -1;
    private Duration pause;
    private long notBefore;

    /** @param clock as {@link System#nanoTime} */
    BuildPace(Duration shortest, Duration longest, LongSupplier clock) {
        this.shortest = shortest;
        this.longest = longest;
        this.clock = clock;
        this.pause = shortest;
    }

    /** Another space than the last one is due at once. */
    boolean isDue(int wanted) {
        if (wanted != space) {
            space = wanted;
            pause = shortest;
            notBefore = clock.getAsLong();
        }
        return clock.getAsLong() - notBefore >= 0;
    }

    void somethingWasBuilt() {
        pause = shortest;
        notBefore = clock.getAsLong() + pause.toNanos();
    }

    void nothingWasBuilt() {
        notBefore = clock.getAsLong() + pause.toNanos();
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** The model wants to be left alone for so long. */
    void postpone(Duration wanted) {
        notBefore = clock.getAsLong() + wanted.toNanos();
    }
}
