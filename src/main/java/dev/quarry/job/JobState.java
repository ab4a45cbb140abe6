package dev.quarry.job;

import java.util.Locale;

/** Where a job stands. */
public enum JobState {
    /** No task has been claimed yet. */
    QUEUED,
    RUNNING,
    /** Every task has ended and none failed. */
    SUCCEEDED,
    /** Every task has ended and some failed for good. */
    FAILED,
    /** Nothing more is begun; what was at work may still be ending. */
    CANCELLED;

    /** The state of that {@link #label}. */
    public static JobState of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** As it is stored and written. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
