package dev.quarry.evaluation.chunking;

import dev.quarry.chunk.NewChunk;
import dev.quarry.command.Command;
import dev.quarry.command.ExitCode;
import dev.quarry.command.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures every way to cut on one collection; {@link Options#USAGE} says how to call it. */
public final class ChunkingEvaluation {
    private final Options options;
    private final Collection collection;
    private final Embedder embedder;
    private final List<float[]> questions;

    private ChunkingEvaluation(Options options, Collection collection, Embedder embedder) {
        this.options = options;
        this.collection = collection;
        this.embedder = embedder;
        this.questions = embedder.embed(
                collection.questions().stream().map(Question::text).toList());
    }

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Command.main(ChunkingEvaluation::run, arguments);
    }

    private static ExitCode run(List<String> arguments, Terminal terminal) {
        if (arguments.contains("--help")) {
            terminal.line(Options.USAGE);
            return ExitCode.DONE;
        }
        Options options = Options.parse(arguments);
        Collection collection = Collection.read(options.folder(), options.texts());
        try (Embedder embedder = new Embedder()) {
            ChunkingEvaluation evaluation = new ChunkingEvaluation(options, collection, embedder);
            evaluation.heading(terminal);
            List<Row> rows = new ArrayList<>();
            for (Setting setting : options.settings()) {
                rows.add(evaluation.measure(setting));
                terminal.line(line(rows.getLast()));
            }
            List<String> unmet = options.requirements().stream()
                    .flatMap(requirement -> requirement.unmet(rows).stream())
                    .toList();
            unmet.forEach(terminal::line);
            return unmet.isEmpty() ? ExitCode.DONE : ExitCode.NOT_MET;
        }
    }

    private Row measure(Setting setting) {
        long began = System.nanoTime();
        List<Found> chunks = new ArrayList<>();
        List<String> contents = new ArrayList<>();
        collection.texts().forEach((name, text) -> {
            for (NewChunk chunk : cut(setting, text)) {
                chunks.add(new Found(new Stretch(name, chunk.startOffset(), chunk.endOffset()), chunk.tokens()));
                contents.add(chunk.content());
            }
        });
        Retrieval retrieval = new Retrieval(chunks, embedder.embed(contents));
        List<Stretch> stretches = chunks.stream().map(Found::stretch).toList();
        List<Scores> first = new ArrayList<>();
        List<Scores> budget = new ArrayList<>();
        double omega = 0;
        for (int i = 0; i < questions.size(); i++) {
            List<Stretch> answers = collection.questions().get(i).answers();
            List<Found> ranked = retrieval.ranked(questions.get(i));
            first.add(Scores.of(answers, Retrieval.first(options.n(), ranked)));
            budget.add(Scores.of(answers, Retrieval.within(options.budget(), ranked)));
            omega += Scores.precisionOmega(answers, stretches);
        }
        return new Row(
                setting,
                chunks.size(),
                chunks.stream().mapToInt(Found::tokens).average().orElse(0),
                Scores.mean(first),
                Scores.mean(budget),
                omega / questions.size(),
                (System.nanoTime() - began) / 1e9);
    }

    private List<NewChunk> cut(Setting setting, String text) {
        var chunker = setting.plan().strategy().chunker(embedder);
        return NewChunk.of(text, chunker.chunk(text, setting.plan().size(), embedder.tokenizer()));
    }

    private void heading(Terminal terminal) {
        terminal.line(String.format(
                Locale.ROOT,
                "%d questions about %s; the first %d chunks, and the first %d tokens",
                questions.size(),
                String.join(", ", collection.texts().keySet()),
                options.n(),
                options.budget()));
        terminal.line("");
        StringBuilder heading =
                new StringBuilder(String.format(Locale.ROOT, "%-18s%8s%8s", "setting", "chunks", "tokens"));
        Metric.labels().forEach(label -> heading.append(String.format(Locale.ROOT, "%18s", label)));
        terminal.line(terminal.bold(heading + "  seconds"));
    }

    private static String line(Row row) {
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%-18s%8d%8.1f", row.setting(), row.chunks(), row.meanTokens()));
        for (Metric metric : Metric.values()) {
            line.append(String.format(Locale.ROOT, "%18.4f", metric.of(row)));
        }
        return line.append(String.format(Locale.ROOT, "%9.1f", row.seconds())).toString();
    }
}
