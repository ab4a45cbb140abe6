package dev.quarry.benchmark;

import java.util.List;
import java.util.Set;

/**
 * How large the corpus is, and how many ask.
 *
 * @param chunks about
 * @param clients how many ask at once, one measurement for each
 * @param searches in each measurement
 * @param filled whether the database is one that an earlier run has filled; the crowd on few connections is left out then
 */
record SearchOptions(int chunks, List<Integer> clients, int searches, boolean filled, List<Goal> goals) {
    static final String USAGE = """
            Measures searches over a large corpus: every capability at once, one of them a table of the user's own.

              SearchBenchmark [--short] [--filled] [--require GOAL]...

              --short    10,000 chunks instead of 100,000
              --filled   only the searches, on the database that an earlier run has filled
              --require  ends with 1 unless it is so: 'p95@1<=60', 'p95@2<=200', 'p95@8<=200' (milliseconds at so many
                         clients), 'wall<=1.3' (a search's time over its slowest leg's, one client)

            DATABASE_URL names an empty database to use instead of an embedded one, such as one with pgvector.""";

    private static final String FILLED = "--filled";
    private static final Set<String> MEASURED = Set.of("p95@1", "p95@2", "p95@8", "wall");

    static SearchOptions parse(List<String> arguments) {
        List<String> common =
                arguments.stream().filter(argument -> !argument.equals(FILLED)).toList();
        boolean filled = common.size() < arguments.size();
        Extent extent = Extent.parse(common, MEASURED, USAGE);
        List<Integer> clients = List.of(1, 2, 8);
        return extent.brief()
                ? new SearchOptions(10_000, clients, 200, filled, extent.goals())
                : new SearchOptions(100_000, clients, 600, filled, extent.goals());
    }
}
