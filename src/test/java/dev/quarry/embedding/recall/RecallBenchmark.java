package dev.quarry.embedding.recall;

import dev.quarry.command.Command;
import dev.quarry.command.ExitCode;
import dev.quarry.command.Progress;
import dev.quarry.command.Terminal;
import dev.quarry.command.WrongUsage;
import dev.quarry.embedding.TestSpaces;
import dev.quarry.embedding.TestSpaces.TestSpace;
import dev.quarry.evaluation.Latencies;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Recall, speed and size of the vector indexes: {@code make bench-recall DATA=folder}. */
public final class RecallBenchmark {
    private static final String USAGE = """
            Measures recall, speed and size of the vector indexes.

              RecallBenchmark [DIR]

              DIR  a folder with texts (corpus.jsonl, queries.jsonl, .md, .txt), in it or beneath; without it only synthetic
                   vectors are measured

            The database is one of its own, on the server that QUARRY_TEST_DATABASE_URL names; without that on an embedded
            one, which has no pgvector.""";

    private static final int DIMENSIONS = 384;
    private static final int SYNTHETIC = 100_000;
    private static final int QUERIES = 100;
    private static final int COMPARE_ALL_UP_TO = 4_000;
    private static final List<Integer> ONE_IN = List.of(1, 2, 10, 100, 1_000);

    private final Terminal terminal;

    private RecallBenchmark(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Command.main((given, terminal) -> new RecallBenchmark(terminal).run(given), arguments);
    }

    private ExitCode run(List<String> arguments) {
        if (arguments.size() > 1 || arguments.contains("--help")) {
            throw new WrongUsage(USAGE);
        }
        for (String folder : arguments) {
            measure(new PassageVectors(terminal).embed(Path.of(folder)));
        }
        measure(new SyntheticVectors(DIMENSIONS, 1).set("synthetic", SYNTHETIC, QUERIES));
        return ExitCode.DONE;
    }

    private void measure(VectorSet set) {
        try (RecallDatabase database = RecallDatabase.open()) {
            boolean pgvector = database.hasPgvector();
            if (pgvector) {
                database.execute("create extension vector with schema public");
            }
            IndexedSet indexed = new IndexedSet(database.transactions(), RecallDatabase.TENANT, set);
            indexed.makeChunks();
            database.vacuum("documents, document_chunks");
            terminal.line("");
            terminal.line(terminal.bold("%,d %s vectors, %d queries, %s"
                    .formatted(
                            set.vectors().size(),
                            set.name(),
                            set.queries().size(),
                            pgvector ? "with pgvector" : "without pgvector")));
            for (TestSpace space : TestSpaces.all(1, set.dimensions(), COMPARE_ALL_UP_TO, pgvector)) {
                measure(database, indexed, space);
            }
        }
    }

    private void measure(RecallDatabase database, IndexedSet indexed, TestSpace space) {
        database.make(space);
        Optional<String> graph = database.dropGraph(space);
        double stored = seconds(() -> indexed.storeIn(
                space.index(),
                new Progress(terminal, "stored", indexed.set().vectors().size())));
        double built = seconds(() -> graph.ifPresent(database::buildGraph));
        space.names().forEach(table -> database.vacuum(table));
        terminal.line(String.format(
                Locale.ROOT,
                "%s: stored in %.0f s, graph built in %.0f s, %.1f MB",
                space.index().kind(),
                stored,
                built,
                database.bytes(space) / 1e6));
        terminal.line("  kept   recall@10  @100   p50 ms  p95 ms  fewest  plan");
        for (int oneIn : ONE_IN) {
            Recall recall = Recall.measure(indexed, space.index(), oneIn);
            Latencies took = new Latencies(recall.took());
            terminal.line(String.format(
                    Locale.ROOT,
                    "%5.1f%%  %9.4f  %.4f %7.1f %7.1f %7d  %s",
                    100.0 / oneIn,
                    recall.at10(),
                    recall.at100(),
                    took.percentileMillis(50),
                    took.percentileMillis(95),
                    recall.fewest(),
                    recall.plans()));
        }
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }
}
