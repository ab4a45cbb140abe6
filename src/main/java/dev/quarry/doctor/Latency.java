package dev.quarry.doctor;

import java.util.Locale;
import java.util.stream.LongStream;

/** How long something took, time and again. */
record Latency(double medianMillis, double longestMillis, int times) {
    private static final double NANOS = 1_000_000.0;

    static Latency measure(int times, Runnable something) {
        long[] took = LongStream.range(0, times)
                .map(i -> {
                    long began = System.nanoTime();
                    something.run();
                    return System.nanoTime() - began;
                })
                .sorted()
                .toArray();
        return new Latency(took[times / 2] / NANOS, took[times - 1] / NANOS, times);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "median %.1f ms, longest %.1f ms of %d", medianMillis, longestMillis, times);
    }
}
