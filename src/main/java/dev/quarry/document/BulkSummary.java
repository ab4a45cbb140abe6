package dev.quarry.document;

import java.util.EnumMap;
import java.util.Map;

/** How many lines of a stream came to what. */
final class BulkSummary {
    private final Map<BulkStore.Status, Long> counts = new EnumMap<>(BulkStore.Status.class);

    void count(BulkStore.Status status) {
        counts.merge(status, 1L, Long::sum);
    }

    /** The last line of the answer. */
    Line line() {
        return new Line(new Counts(
                of(BulkStore.Status.CREATED),
                of(BulkStore.Status.UNCHANGED),
                of(BulkStore.Status.REPLACED),
                of(BulkStore.Status.FAILED)));
    }

    /** The summary, told from other lines by its name. */
    record Line(Counts summary) {}

    record Counts(long created, long unchanged, long replaced, long failed) {}

    private long of(BulkStore.Status status) {
        return counts.getOrDefault(status, 0L);
    }
}
