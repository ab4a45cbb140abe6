package dev.quarry.benchmark;

import dev.quarry.command.Command;
import dev.quarry.command.ExitCode;
import dev.quarry.command.Progress;
import dev.quarry.command.Terminal;
import dev.quarry.embedding.BulkVectors;
import dev.quarry.evaluation.Latencies;
import dev.quarry.evaluation.PrivateService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pages of the explorer over a large corpus, one client: {@code make bench-explorer}. */
public final class ExplorerBenchmark {
    private static final int DIMENSIONS = 384;
    private static final int LARGE_DOCUMENT = 2_000;
    private static final int WARM_UP = 30;
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Pattern LARGEST_DOCUMENT = Pattern.compile("\"documents\":\\[\\{\"id\":\"([0-9a-f-]{36})\"");

    private final ExplorerOptions options;
    private final Terminal terminal;
    private final Map<String, Spread> measured = new TreeMap<>();

    private ExplorerBenchmark(ExplorerOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Command.main(
                (given, terminal) -> new ExplorerBenchmark(ExplorerOptions.parse(given), terminal).run(), arguments);
    }

    private ExitCode run() throws InterruptedException {
        try (BenchmarkService bench = BenchmarkService.inEnvironment("bench-explorer-")) {
            ExplorerCorpus corpus = new ExplorerCorpus(options.chunks(), LARGE_DOCUMENT);
            // Makes the tables.
            bench.start(Map.of("QUARRY_INGEST_WATCH", "false")).close();
            corpus.fill(bench.database());
            BulkVectors.Filled filled = new BulkVectors(bench.database())
                    .fill(anyVectors(), new Progress(terminal, "vectors", options.chunks()));
            terminal.line(String.format(
                    Locale.ROOT,
                    "%d documents, %d chunks, index %s",
                    corpus.documents(),
                    filled.vectors(),
                    filled.kind()));
            try (PrivateService service = bench.start(Map.of());
                    HttpClient client = HttpClient.newHttpClient()) {
                measure(client, service.address(), corpus.documents());
            }
        }
        return Verdict.of(options.goals(), measured, terminal);
    }

    /** They are counted and not compared: any will do. */
    private static Supplier<float[]> anyVectors() {
        Random random = new Random(7);
        return () -> {
            float[] vector = new float[DIMENSIONS];
            vector[random.nextInt(DIMENSIONS)] = 1;
            return vector;
        };
    }

    private void measure(HttpClient client, URI service, int documents) throws InterruptedException {
        String list = "/api/v1/admin/documents";
        String large = list + "/" + largest(client, service) + "/chunks";
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("documents", list);
        pages.put("documents, a deep page", list + "?offset=" + (documents - 100));
        for (String sort :
                List.of("title", "status", "total_chunks", "avg_chunk_size", "most_used_strategy", "embedded_chunks")) {
            pages.put("documents by " + sort, list + "?sort_by=" + sort);
        }
        pages.put("documents by status=ready", list + "?status=ready");
        pages.put("documents by strategy", list + "?strategy=recursive");
        pages.put("documents by title's text", list + "?title=manual%201");
        pages.put("chunks of a large document", large);
        pages.put("chunks, a deep page", large + "?offset=" + (LARGE_DOCUMENT - 200));
        for (String sort : List.of("size", "created_at")) {
            pages.put("chunks by " + sort, large + "?sort_by=" + sort + "&order=desc");
        }
        pages.put("chunks by min_size", large + "?min_size=400&strategy=recursive");
        double slowest = 0;
        for (Map.Entry<String, String> page : pages.entrySet()) {
            slowest = Math.max(slowest, time(client, service.resolve(page.getValue()), page.getKey()));
        }
        measured.put("page", new Spread(List.of(slowest)));
        double stats = time(client, service.resolve("/api/v1/admin/chunks/stats"), "stats");
        measured.put("stats", new Spread(List.of(stats)));
        terminal.line(String.format(Locale.ROOT, "slowest page: p95 %.1f ms; stats: p95 %.1f ms", slowest, stats));
    }

    private static String largest(HttpClient client, URI service) throws InterruptedException {
        String answer = get(client, service.resolve("/api/v1/admin/documents?sort_by=total_chunks&limit=1"));
        Matcher first = LARGEST_DOCUMENT.matcher(answer);
        if (!first.find()) {
            throw new IllegalStateException("no document is listed: " + answer);
        }
        return first.group(1);
    }

    /** @return the p95, in milliseconds */
    private double time(HttpClient client, URI address, String name) throws InterruptedException {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < WARM_UP + options.requests(); i++) {
            long began = System.nanoTime();
            String answer = get(client, address);
            if (i >= WARM_UP && !answer.isEmpty()) {
                took.add(Duration.ofNanos(System.nanoTime() - began));
            }
        }
        Latencies latencies = new Latencies(took);
        double p95 = latencies.percentileMillis(95);
        terminal.line(
                String.format(Locale.ROOT, "%-32s p50 %6.1f  p95 %6.1f ms", name, latencies.percentileMillis(50), p95));
        return p95;
    }

    private static String get(HttpClient client, URI address) throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(address).timeout(DEADLINE).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(address + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }
}
