package dev.quarry.evaluation;

import java.time.Duration;
import java.util.List;

/**
 * How long searches took, at the client.
 *
 * @param took shortest first, whatever their order was
 */
public record Latencies(List<Duration> took) {
    public Latencies {
        took = took.stream().sorted().toList();
    }

    /** The nearest-rank percentile: the smallest one that {@code percent} of all do not exceed. */
    public double percentileMillis(int percent) {
        int rank = Math.ceilDiv(took.size() * percent, 100);
        return took.get(Math.max(1, rank) - 1).toNanos() / 1e6;
    }
}
