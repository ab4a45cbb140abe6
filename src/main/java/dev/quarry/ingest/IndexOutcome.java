package dev.quarry.ingest;

import java.time.Duration;

/** What became of one document. Losing a race is as normal as winning it. */
sealed interface IndexOutcome {
    /** Every chunk has its vector. */
    record Indexed(int chunks, Duration took) implements IndexOutcome {}

    /** Another worker has it. */
    record LockedElsewhere() implements IndexOutcome {}

    /** It is finished, gone, or not due any more. */
    record NothingToDo() implements IndexOutcome {}

    /** It was changed while it was worked on, or another space became active: what is new is still to be done. */
    record Overtaken() implements IndexOutcome {}

    /** The model has no time for it now: it is to be tried again then, and that is not the document's fault. */
    record Postponed(String reason, Duration after) implements IndexOutcome {
        /** The model's provider told another document when to come back. */
        static Postponed untilModelIsFree(Duration after) {
            return new Postponed("the embedding model wants to be left alone for a while", after);
        }
    }

    /** This instance does not have the model of the space that is searched: another one has to do it. */
    record ModelMissing(String reason) implements IndexOutcome {}

    /** It failed and will be tried again, unless it was given up. */
    record Failed(String reason) implements IndexOutcome {}
}
