package dev.quarry.extract.zip;

import dev.quarry.extract.Budget;
import dev.quarry.extract.Extraction;
import dev.quarry.extract.MarkdownText;
import dev.quarry.extract.SourceFile;
import java.io.IOException;

/** DOCX: the text of {@code word/document.xml}, headings by style, and the core properties. */
public final class DocxFile {
    private DocxFile() {}

    /** Reads a DOCX; its pages are made by whoever prints it, so it has none here. */
    public static Extraction extract(SourceFile file, Budget budget) throws IOException {
        try (Archive archive = Archive.open(file.path(), budget)) {
            DocumentProperties properties = DocumentProperties.of(archive.find("docProps/core.xml"), budget);
            DocxStyles styles = DocxStyles.of(archive.find("word/styles.xml"), budget);
            MarkdownText text = new MarkdownText(budget);
            DocxBody body = new DocxBody(styles, text);
            try (XmlEvents xml = XmlEvents.of(archive.require("word/document.xml"), budget)) {
                body.write(xml);
            }
            String title = properties.value("title");
            return new Extraction(
                    text.toString(),
                    title == null ? body.firstHeading() : title,
                    null,
                    new Extraction.Facts()
                            .note("author", properties.value("creator"))
                            .note("created", properties.value("created"))
                            .note("subject", properties.value("subject"))
                            .note("keywords", properties.value("keywords"))
                            .known());
        }
    }
}
