package dev.quarry.benchmark;

import java.util.List;
import java.util.Locale;

/** What several rounds came to, smallest first. */
record Spread(List<Double> values) {
    Spread {
        values = values.stream().sorted().toList();
    }

    double median() {
        return values.get(values.size() / 2);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%8.2f %8.2f %8.2f", values.getFirst(), median(), values.getLast());
    }
}
