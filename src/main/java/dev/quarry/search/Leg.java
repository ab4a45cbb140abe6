package dev.quarry.search;

import java.time.Duration;
import java.util.List;

/** One capability's part in a search, as it ended. */
sealed interface Leg {
    String capability();

    Duration took();

    /**
     * It answered in time.
     *
     * @param cutOff whether it had more hits than were asked for, so that a chunk not among them may be one that it knows
     */
    record Answered(String capability, Duration took, Capability.Hits found, boolean cutOff) implements Leg {
        List<Capability.Hit> hits() {
            return found.best();
        }

        /** The same leg, had it been asked for so many. */
        Answered first(int depth) {
            if (hits().size() <= depth) {
                return this;
            }
            Capability.Hits first = new Capability.Hits(hits().subList(0, depth), found.exact(), found.plan());
            return new Answered(capability, took, first, true);
        }

        /** What a chunk beyond the cut has at most; 0 where nothing was cut off. */
        double relevanceBeyond() {
            return cutOff && !hits().isEmpty() ? hits().getLast().relevance() : 0;
        }
    }

    /** Its deadline passed first. */
    record Late(String capability, Duration took) implements Leg {}

    /**
     * It failed; the reason is fit for the caller.
     *
     * @param busy whether it had no room, so that the same question may be answered later
     */
    record Failed(String capability, Duration took, String reason, boolean busy) implements Leg {}
}
