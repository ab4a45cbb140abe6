package dev.quarry.extract.pdf;

import dev.quarry.extract.Budget;
import dev.quarry.extract.Extraction;
import dev.quarry.extract.MarkdownText;
import dev.quarry.extract.SourceFile;
import java.io.IOException;
import java.util.Calendar;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.jspecify.annotations.Nullable;

/** PDF by Apache PDFBox. What is only a picture of a text has no text here. */
public final class PdfFile {
    static {
        FontMappers.set(new PackagedFonts());
    }

    private PdfFile() {}

    /** Reads a PDF. */
    public static Extraction extract(SourceFile file, Budget budget) throws IOException {
        StreamMeasure measure = new StreamMeasure(budget);
        try (WatchedFile source = new WatchedFile(file.path(), budget);
                PDDocument document = new BoundedPdfParser(source, measure).parse()) {
            if (document.isEncrypted()) {
                throw Budget.refusal("is encrypted; save it without a password or restrictions");
            }
            budget.checkPages(document.getNumberOfPages());
            List<List<PdfLine>> pages = PdfPages.of(document, measure, budget);
            MarkdownText text = new MarkdownText(budget);
            PdfText writer = new PdfText(HeadingSizes.of(pages), text);
            writer.write(pages);
            PDDocumentInformation information = document.getDocumentInformation();
            return new Extraction(
                    text.toString(),
                    title(information.getTitle(), writer.firstHeading()),
                    null,
                    new Extraction.Facts()
                            .note("author", information.getAuthor())
                            .note("created", date(information.getCreationDate()))
                            .note("subject", information.getSubject())
                            .note("keywords", information.getKeywords())
                            .note("page_count", pages.size())
                            .known());
        }
    }

    private static @Nullable String title(@Nullable String stated, @Nullable String firstHeading) {
        return stated == null || stated.isBlank() ? firstHeading : stated;
    }

    private static @Nullable String date(@Nullable Calendar date) {
        return date == null ? null : date.toInstant().toString();
    }
}
