package dev.quarry.extract;

import dev.quarry.extract.pdf.PdfFile;
import dev.quarry.extract.zip.DocxFile;
import dev.quarry.extract.zip.EpubFile;
import dev.quarry.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads files of all formats, a few at a time. Works the processor and the disk: not for the event loop. */
@ApplicationScoped
public class Extractions {
    private static final Logger LOG = Logger.getLogger(Extractions.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ExtractConfig config;
    private final ExtractMetrics metrics;
    private final Semaphore lane;

    Extractions(ExtractConfig config, ExtractMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
        this.lane = new Semaphore(config.concurrency(), true);
    }

    /**
     * Reads a file; among what is known of it are {@code file_name} and {@code media_type}.
     *
     * @throws Failure.Invalid naming the field {@code file}, when it is of no format that is taken, broken or too much
     * @throws Failure.Busy when too many are being read
     */
    public Extraction extract(SourceFile file) {
        takeTurn();
        try {
            return read(file);
        } finally {
            lane.release();
        }
    }

    private void takeTurn() {
        try {
            if (!lane.tryAcquire(config.turnDeadline().toMillis(), TimeUnit.MILLISECONDS)) {
                metrics.turnedAway();
                throw new Failure.Busy(
                        "too many files are being read: this one had no turn within "
                                + config.turnDeadline().toSeconds() + " s",
                        RETRY_AFTER,
                        null);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure.Busy("the service is stopping", RETRY_AFTER, stopped);
        }
    }

    private Extraction read(SourceFile file) {
        long start = System.nanoTime();
        Format format = null;
        String outcome = "defect";
        try {
            checkSize(file);
            Budget budget = new Budget(config);
            format = FormatDetector.detect(file, budget);
            Extraction extraction = extract(format, file, budget);
            if (extraction.text().isBlank()) {
                throw Budget.refusal("holds no text; what was scanned must be recognised (OCR) first");
            }
            outcome = "read";
            return named(extraction, file, format);
        } catch (Failure.Invalid refused) {
            outcome = "refused";
            throw refused;
        } catch (FileSystemException unreadable) {
            outcome = "unreadable";
            throw new Failure.Upstream("the file cannot be read from where it lies", unreadable);
        } catch (IOException | RuntimeException broken) {
            // The libraries' own checks end in exceptions of every kind; whatever it is, it is this file that caused
            // it.
            outcome = "broken";
            throw broken(format, broken);
        } catch (OutOfMemoryError | StackOverflowError exhausted) {
            // It asked for more than there is, and what it had is free again.
            outcome = "broken";
            LOG.warnf("extract_exhausted format=%s error=%s", label(format), exhausted.toString());
            throw Budget.refusal("cannot be read within the memory there is");
        } finally {
            metrics.ended(label(format), outcome, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static Extraction extract(Format format, SourceFile file, Budget budget) throws IOException {
        return switch (format) {
            case TEXT -> PlainText.plain(file, budget);
            case MARKDOWN -> PlainText.markdown(file, budget);
            case HTML -> HtmlPage.extract(file, budget);
            case PDF -> PdfFile.extract(file, budget);
            case DOCX -> DocxFile.extract(file, budget);
            case EPUB -> EpubFile.extract(file, budget);
            case CSV -> CsvTable.extract(file, budget);
            case JSON -> JsonLines.extract(file, budget);
        };
    }

    private void checkSize(SourceFile file) throws IOException {
        long size = Files.size(file.path());
        if (size > config.maxFileSize()) {
            throw Budget.refusal("has " + size + " bytes; at most " + config.maxFileSize() + " are taken");
        }
    }

    private static Extraction named(Extraction extraction, SourceFile file, Format format) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (!file.name().isEmpty()) {
            facts.put("file_name", file.name());
        }
        facts.put("media_type", format.mediaType());
        facts.putAll(extraction.facts());
        // Elsewhere a form feed is white space, and says nothing of pages.
        String text = format.isPaged() ? extraction.text() : extraction.text().replace(Extraction.PAGE_BREAK, ' ');
        return new Extraction(text, extraction.title(), extraction.language(), facts);
    }

    private static Failure.Invalid broken(@Nullable Format format, Exception error) {
        LOG.debugf(error, "extract_broken format=%s", label(format));
        if (format == null) {
            return Budget.refusal("is not well-formed; allowed: " + Format.allowed());
        }
        String reason = error instanceof IOException && error.getMessage() != null && format != Format.PDF
                ? ": " + Characters.oneLine(error.getMessage())
                : "";
        return Budget.refusal("is not a well-formed " + format.name() + reason);
    }

    private static String label(@Nullable Format format) {
        return format == null ? "unknown" : format.label();
    }
}
