package dev.quarry.search;

import java.time.Duration;
import java.util.List;

/** One capability's part in a search, as it ended. */
sealed interface Leg {
    String capability();

    Duration took();

    /** It answered in time. */
    record Answered(String capability, Duration took, List<Capability.Hit> hits) implements Leg {}

    /** Its deadline passed first. */
    record Late(String capability, Duration took) implements Leg {}

    /** It failed; the reason is fit for the caller. */
    record Failed(String capability, Duration took, String reason) implements Leg {}
}
