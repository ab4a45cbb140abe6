package dev.quarry.search;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** One search's time: what is left of its deadline, and how long its parts took. Used by one part after another. */
final class SearchClock {
    private static final Duration LEAST = Duration.ofMillis(250);

    private final Duration deadline;
    private final long began = System.nanoTime();
    private final Map<Part, Duration> parts = new EnumMap<>(Part.class);

    SearchClock(Duration deadline) {
        this.deadline = deadline;
    }

    /** What takes time, in the order in which it happens. */
    enum Part {
        FAN_OUT,
        FUSION,
        TEXTS,
        RERANK,
        DIVERSITY,
        DETAILS
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** What is left of the deadline, and in any case time to fetch a few rows: without them all was for nothing. */
    Duration left() {
        Duration left = deadline.minus(took());
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }

    /** Whether more than this is left of the deadline. */
    boolean hasMoreThan(Duration time) {
        return deadline.minus(took()).compareTo(time) > 0;
    }

    /** Each part's time, all its turns together. */
    Map<Part, Duration> parts() {
        return parts;
    }

    <T> Uni<T> measure(Part part, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            long start = System.nanoTime();
            return work.get().onTermination().invoke(() -> add(part, start));
        });
    }

    <T> T measureNow(Part part, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        add(part, start);
        return result;
    }

    private void add(Part part, long start) {
        parts.merge(part, Duration.ofNanos(System.nanoTime() - start), Duration::plus);
    }
}
