package dev.quarry.benchmark;

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
        Extent extent = Extent.parse(arguments, MEASURED, USAGE);
        return extent.brief()
                ? new ExplorerOptions(10_000, 50, extent.goals())
                : new ExplorerOptions(100_000, 200, extent.goals());
    }
}
