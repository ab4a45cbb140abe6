package dev.quarry.job;

import java.time.Duration;

/** What performing a task came to. */
public sealed interface TaskOutcome {
    /** It is done. */
    record Done() implements TaskOutcome {}

    /** There was nothing to do for it. */
    record Skipped(String reason) implements TaskOutcome {}

    /** It failed; it is tried again while it has attempts left. */
    record Failed(String error) implements TaskOutcome {}

    /** Its time has not come: it is tried again later, and this try does not count. */
    record Postponed(Duration after, String reason) implements TaskOutcome {}
}
