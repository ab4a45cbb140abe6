package dev.quarry.benchmark;

import dev.quarry.command.WrongUsage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * How large the corpus is, and how often each page is asked for.
 *
 * @param chunks about
 * @param requests for each page
 */
record ExplorerOptions(int chunks, int requests, List<Goal> goals) {
    static final String USAGE = """
            Measures the explorer's pages over a large corpus, one request after the other.

              ExplorerBenchmark [--short] [--require GOAL]...

              --short    10,000 chunks instead of 100,000
              --require  ends with 1 unless it is so: 'page<=50' (the p95 of the slowest page, in milliseconds),
                         'stats<=500'

            DATABASE_URL names an empty database to use instead of an embedded one, such as one with pgvector.""";

    private static final Set<String> MEASURED = Set.of("page", "stats");

    static ExplorerOptions parse(List<String> arguments) {
        boolean brief = false;
        List<Goal> goals = new ArrayList<>();
        Iterator<String> left = arguments.iterator();
        while (left.hasNext()) {
            String argument = left.next();
            if (argument.equals("--short")) {
                brief = true;
            } else if (argument.equals("--require") && left.hasNext()) {
                goals.add(Goal.parse(left.next(), MEASURED, USAGE));
            } else {
                throw new WrongUsage("not understood: " + argument + "\n\n" + USAGE);
            }
        }
        return brief ? new ExplorerOptions(10_000, 50, goals) : new ExplorerOptions(100_000, 200, goals);
    }
}
