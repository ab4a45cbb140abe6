package dev.quarry.benchmark;

import dev.quarry.client.DocumentUpload;
import dev.quarry.client.QuarryClient;
import dev.quarry.command.Command;
import dev.quarry.command.ExitCode;
import dev.quarry.command.Progress;
import dev.quarry.command.Terminal;
import dev.quarry.embedding.BulkVectors;
import dev.quarry.evaluation.PrivateService;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Searches over a large corpus, with every kind of capability: {@code make bench-search}. */
public final class SearchBenchmark {
    private static final int CENTRES = 2_000;
    private static final int WARM_UP = 200;
    private static final int CROWD = 32;
    private static final int CROWDED_ROUNDS = 2;

    /** A table of the user's own, which one leg searches, with the index that such a condition wants. */
    private static final String PARTS = """
            create table public.bench_parts as
            select i as id, 'Part ' || i || ' of pump ' || i % 97 as name from generate_series(1, 5000) as i;
            create index on public.bench_parts using gin (name quarry.gin_trgm_ops)
            """;

    private static final Map<String, String> PARTS_LEG = Map.of(
            "QUARRY_SEARCH_SQL_PARTS_QUERY",
            "select id, name as title from public.bench_parts where name ilike :like order by id limit :limit");

    private final SearchOptions options;
    private final Terminal terminal;
    private final SearchCorpus corpus = new SearchCorpus();
    private final Map<String, Spread> measured = new TreeMap<>();

    private SearchBenchmark(SearchOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Command.main((given, terminal) -> new SearchBenchmark(SearchOptions.parse(given), terminal).run(), arguments);
    }

    private ExitCode run() throws InterruptedException {
        try (BenchmarkService bench = BenchmarkService.inEnvironment("bench-search-")) {
            List<DocumentUpload> documents = corpus.documents(options.chunks());
            if (!options.filled()) {
                bench.store(documents, new Progress(terminal, "stored", documents.size()));
                fill(bench);
                createParts(bench);
            }
            try (PrivateService service = bench.start(PARTS_LEG);
                    QuarryClient client = new QuarryClient(service.address())) {
                measure(client);
            }
            if (!options.filled()) {
                crowd(bench);
            }
        }
        return verdict();
    }

    private void fill(BenchmarkService bench) throws InterruptedException {
        try (BareModel model = new BareModel()) {
            List<float[]> centres = model.vectors(corpus.sentences(CENTRES));
            BulkVectors.Filled filled = new BulkVectors(bench.database())
                    .fill(corpus.vectorsNear(centres), new Progress(terminal, "vectors", options.chunks()));
            terminal.line(String.format(
                    Locale.ROOT,
                    "%d chunks, index %s, built in %.0f s",
                    filled.vectors(),
                    filled.kind(),
                    filled.indexSeconds()));
        }
    }

    private static void createParts(BenchmarkService bench) {
        try (Connection connection = DriverManager.getConnection(
                        bench.database().jdbcUrl(),
                        bench.database().user(),
                        Objects.requireNonNull(bench.database().password()));
                Statement statement = connection.createStatement()) {
            statement.execute(PARTS);
            // The service may run as another role than the owner of its tables.
            statement.execute("grant select on public.bench_parts to public");
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }

    private void measure(QuarryClient client) throws InterruptedException {
        var _ = new SearchLoad(client, corpus.questions(WARM_UP)).with(1);
        for (int clients : options.clients()) {
            SearchLoad.Outcome outcome = new SearchLoad(client, corpus.questions(options.searches())).with(clients);
            double p95 = outcome.latencies().percentileMillis(95);
            measured.put("p95@" + clients, new Spread(List.of(p95)));
            if (clients == 1) {
                measured.put("wall", outcome.wall());
            }
            terminal.line(String.format(
                    Locale.ROOT,
                    "%d clients: p50 %.1f, p95 %.1f, p99 %.1f ms; %.0f searches/s; %d degraded; over the slowest leg %s",
                    clients,
                    outcome.latencies().percentileMillis(50),
                    p95,
                    outcome.latencies().percentileMillis(99),
                    outcome.perSecond(),
                    outcome.degraded(),
                    outcome.wall()));
            outcome.legs()
                    .forEach((capability, took) -> terminal.line(String.format(
                            Locale.ROOT,
                            "    %-10s p50 %.0f, p95 %.0f ms",
                            capability,
                            took.percentileMillis(50),
                            took.percentileMillis(95))));
        }
    }

    /** Many clients on few connections: legs that share them against legs that queue for them, in turns. */
    private void crowd(BenchmarkService bench) throws InterruptedException {
        for (int round = 1; round <= CROWDED_ROUNDS; round++) {
            for (boolean narrow : new boolean[] {true, false}) {
                Map<String, String> settings = new HashMap<>(PARTS_LEG);
                settings.put("QUARRY_SEARCH_NARROW_WHEN_CROWDED", Boolean.toString(narrow));
                settings.put("QUARRY_POOL_MAIN_MIN_SIZE", "5");
                settings.put("QUARRY_POOL_MAIN_POOL_SIZE", "5");
                settings.put("QUARRY_POOL_MAIN_MAX_OVERFLOW", "0");
                try (PrivateService service = bench.start(settings);
                        QuarryClient client = new QuarryClient(service.address())) {
                    var _ = new SearchLoad(client, corpus.questions(WARM_UP)).with(2);
                    SearchLoad.Outcome outcome =
                            new SearchLoad(client, corpus.questions(options.searches())).with(CROWD);
                    terminal.line(String.format(
                            Locale.ROOT,
                            "%d clients on 5 connections, legs %s: p50 %.0f, p95 %.0f, p99 %.0f ms; %.0f searches/s; %d degraded, %d refused",
                            CROWD,
                            narrow ? "share them" : "queue for them",
                            outcome.latencies().percentileMillis(50),
                            outcome.latencies().percentileMillis(95),
                            outcome.latencies().percentileMillis(99),
                            outcome.perSecond(),
                            outcome.degraded(),
                            outcome.refused()));
                }
            }
        }
    }

    private ExitCode verdict() {
        terminal.line("");
        terminal.line("over the slowest leg: smallest, median, largest of all searches");
        return Verdict.of(options.goals(), measured, terminal);
    }
}
