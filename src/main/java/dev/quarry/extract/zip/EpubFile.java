package dev.quarry.extract.zip;

import dev.quarry.extract.Budget;
import dev.quarry.extract.Extraction;
import dev.quarry.extract.HtmlBlocks;
import dev.quarry.extract.HtmlPage;
import dev.quarry.extract.MarkdownText;
import dev.quarry.extract.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * EPUB: the pages of the spine, one after the other, read as HTML.
 *
 * @see <a href="https://www.w3.org/TR/epub-33/">EPUB 3.3</a>
 */
public final class EpubFile {
    private static final String CONTAINER = "META-INF/container.xml";

    private EpubFile() {}

    /** Reads an EPUB; chapters follow each other without page breaks, for a reader's pages depend on the reader. */
    public static Extraction extract(SourceFile file, Budget budget) throws IOException {
        try (Archive archive = Archive.open(file.path(), budget)) {
            String packagePath = packagePath(archive, budget);
            DocumentProperties properties = DocumentProperties.of(archive.find(packagePath), budget);
            EpubSpine spine = EpubSpine.of(archive.require(packagePath), packagePath, budget);
            MarkdownText text = new MarkdownText(budget);
            for (String page : spine.pages()) {
                write(archive.find(page), text, budget);
            }
            return new Extraction(
                    text.toString(),
                    properties.value("title"),
                    properties.value("language"),
                    new Extraction.Facts()
                            .note("author", properties.value("creator"))
                            .note("created", properties.value("date"))
                            .note("publisher", properties.value("publisher"))
                            .note("identifier", properties.value("identifier"))
                            .known());
        }
    }

    private static void write(@Nullable InputStream page, MarkdownText text, Budget budget) throws IOException {
        if (page == null) {
            // The spine names a page that was not packed: the others are there all the same.
            return;
        }
        try (Reader reader = new InputStreamReader(page, StandardCharsets.UTF_8)) {
            var _ = HtmlBlocks.write(HtmlPage.parse(reader, budget).body(), text, budget);
            text.endBlock();
        }
    }

    private static String packagePath(Archive archive, Budget budget) throws IOException {
        try (XmlEvents xml = XmlEvents.of(archive.require(CONTAINER), budget)) {
            while (xml.next()) {
                String path = xml.isStart() && xml.name().equals("rootfile") ? xml.attribute("full-path") : null;
                if (path != null) {
                    return path;
                }
            }
        }
        throw new IOException("its " + CONTAINER + " names no package");
    }
}
