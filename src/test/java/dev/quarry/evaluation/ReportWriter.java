package dev.quarry.evaluation;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quarry.command.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Tells a report: as a table to read, and as a file to compare with. */
final class ReportWriter {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Terminal terminal;

    ReportWriter(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(EvaluationReport report) {
        terminal.line("");
        terminal.line(String.format(
                Locale.ROOT,
                "%s: %d documents (%d without a text left out), %d chunks, k=%d",
                terminal.bold(report.collection()),
                report.documents(),
                report.emptyDocuments(),
                report.chunks(),
                report.k()));
        terminal.line("");
        int width = report.variants().stream()
                .mapToInt(entry -> entry.name().length())
                .max()
                .orElse(0);
        StringBuilder heading = new StringBuilder(pad("variant", width));
        Metric.labels().forEach(label -> heading.append(String.format(Locale.ROOT, "%12s", label)));
        terminal.line(terminal.bold(heading + "    p50 ms    p95 ms   queries"));
        report.variants().forEach(entry -> terminal.line(row(entry, width, report.queries())));
        terminal.line("");
        report.variants().forEach(this::warn);
        report.unmet().forEach(terminal::line);
    }

    void save(EvaluationReport report, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, JSON.writeValueAsBytes(report));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        terminal.line("written to " + file);
    }

    private static String row(EvaluationReport.Entry entry, int width, int queries) {
        StringBuilder row = new StringBuilder(pad(entry.name(), width));
        entry.scores().values().forEach(score -> row.append(String.format(Locale.ROOT, "%12.4f", score)));
        return row.append(String.format(Locale.ROOT, "%10.1f%10.1f%10d", entry.p50Millis(), entry.p95Millis(), queries))
                .toString();
    }

    /** A number that is worse, or better, than the service deserves is not left without a word. */
    private void warn(EvaluationReport.Entry entry) {
        if (entry.degradedQueries() > 0) {
            terminal.line(entry.name() + ": in " + entry.degradedQueries()
                    + " queries a capability failed or was late; the scores lack what it would have found");
        }
        if (entry.foreignHits() > 0) {
            terminal.line(entry.name() + ": " + entry.foreignHits()
                    + " hits were of documents that are not this collection's; they took places from others");
        }
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
