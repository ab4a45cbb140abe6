package dev.quarry.benchmark;

import dev.quarry.command.WrongUsage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How much is measured.
 *
 * @param warmUps rounds before those that count, while the service's code is still being compiled
 * @param rounds turns of each kind
 * @param chunks in each turn of the throughput, about
 * @param pending documents of the backlog
 * @param searches in each turn
 */
record Options(int warmUps, int rounds, int chunks, int pending, int searches, List<Goal> goals) {
    static final String USAGE = """
            Measures the pipeline against the bare model, and searches with a backlog against searches without one.

              PipelineBenchmark [--short] [--pending N] [--require RATIO]...

              --short    three rounds instead of seven, with less in each, and 2,000 pending documents instead of 10,000
              --pending  so many pending documents
              --require  ends with 1 unless the median is so: 'small>=0.9', 'large>=0.9', 'search<=2'""";

    private static final Set<String> MEASURED = Set.of("small", "large", "search");

    static Options parse(List<String> arguments) {
        boolean brief = false;
        OptionalInt pending = OptionalInt.empty();
        List<Goal> goals = new ArrayList<>();
        Iterator<String> left = arguments.iterator();
        while (left.hasNext()) {
            String argument = left.next();
            if (argument.equals("--short")) {
                brief = true;
            } else if (argument.equals("--pending") && left.hasNext()) {
                pending = OptionalInt.of(count(left.next()));
            } else if (argument.equals("--require") && left.hasNext()) {
                goals.add(Goal.parse(left.next(), MEASURED, USAGE));
            } else {
                throw new WrongUsage("not understood: " + argument + "\n\n" + USAGE);
            }
        }
        return brief
                ? new Options(2, 3, 300, pending.orElse(2_000), 100, goals)
                : new Options(3, 7, 600, pending.orElse(10_000), 300, goals);
    }

    private static int count(String text) {
        if (!text.matches("[1-9][0-9]{0,6}")) {
            throw new WrongUsage("--pending " + text + " is not a number of documents\n\n" + USAGE);
        }
        return Integer.parseInt(text);
    }
}
