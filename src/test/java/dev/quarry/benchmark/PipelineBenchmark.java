package dev.quarry.benchmark;

import dev.quarry.client.DocumentUpload;
import dev.quarry.client.QuarryClient;
import dev.quarry.command.Command;
import dev.quarry.command.ExitCode;
import dev.quarry.command.Progress;
import dev.quarry.command.Terminal;
import dev.quarry.evaluation.PrivateService;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The embedding pipeline against the bare model and against searches: {@code make bench-pipeline}. */
public final class PipelineBenchmark {
    /** Documents of one, two or three chunks, and documents of many batches. */
    private static final Map<String, Shape> SHAPES = Map.of("small", new Shape(10, 2), "large", new Shape(600, 100));

    private static final String PENDING = "pending-";

    private final Options options;
    private final Terminal terminal;
    private final SampleTexts texts = new SampleTexts();
    private final Map<String, Spread> ratios = new TreeMap<>();

    private PipelineBenchmark(Options options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    /** @param chunks of one document, about */
    private record Shape(int sentences, int chunks) {}

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Command.main((given, terminal) -> new PipelineBenchmark(Options.parse(given), terminal).run(), arguments);
    }

    private ExitCode run() throws InterruptedException {
        try (BenchmarkService bench = BenchmarkService.embedded("bench-pipeline-")) {
            List<DocumentUpload> documents = documents();
            bench.store(documents, new Progress(terminal, "stored", documents.size()));
            try (Backlog backlog = new Backlog(bench.database())) {
                backlog.hold("");
                backlog.tidy();
                measure(bench, backlog);
            }
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
        return verdict();
    }

    private List<DocumentUpload> documents() {
        List<DocumentUpload> documents = new ArrayList<>(texts.documents(PENDING, options.pending(), 4));
        SHAPES.forEach((name, shape) -> {
            for (int round = 0; round < options.warmUps() + options.rounds(); round++) {
                documents.addAll(texts.documents(
                        group(name, round), Math.ceilDiv(options.chunks(), shape.chunks()), shape.sentences()));
            }
        });
        return documents;
    }

    private void measure(BenchmarkService bench, Backlog backlog) throws InterruptedException {
        try (PrivateService service = bench.start(Map.of());
                QuarryClient client = new QuarryClient(service.address());
                BareModel model = new BareModel()) {
            Throughput throughput = new Throughput(
                    backlog, model, () -> ProcessorTime.of(service.process(), backlog.serverSession()), terminal);
            for (String shape : SHAPES.keySet().stream().sorted().toList()) {
                List<String> rounds = new ArrayList<>();
                for (int round = 0; round < options.warmUps() + options.rounds(); round++) {
                    rounds.add(group(shape, round));
                }
                ratios.putAll(throughput.againstBareModel(shape, rounds, options.warmUps()));
            }
            SearchTurns turns =
                    new SearchTurns(client, backlog, PENDING, texts.questions(options.searches()), terminal);
            ratios.put("search", turns.withBacklogAgainstWithout(options.rounds()));
        }
    }

    private ExitCode verdict() {
        terminal.line("");
        terminal.line("ratio           min   median      max");
        ratios.forEach((name, spread) -> terminal.line(String.format(Locale.ROOT, "%-10s", name) + spread));
        terminal.line(
                "small, large: chunks a second of the pipeline, over those of the bare model, on the same passages");
        terminal.line("cpu: the same for processor time, of the service and its database together: lower is better");
        terminal.line("search: p95 with " + options.pending() + " documents pending and at work, over p95 with none");
        return Verdict.of(options.goals(), ratios, terminal);
    }

    private static String group(String shape, int round) {
        return shape + "-" + round + "-";
    }
}
