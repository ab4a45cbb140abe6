package dev.quarry.job;

import java.util.Locale;

/** Where a task stands. */
public enum TaskState {
    PENDING,
    RUNNING,
    SUCCEEDED,
    SKIPPED,
    /** For good: its attempts are used up. */
    FAILED,
    /** Its job was cancelled before it was done. */
    CANCELLED;

    static TaskState of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** As it is stored and written. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
