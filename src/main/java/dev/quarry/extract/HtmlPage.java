package dev.quarry.extract;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;
import org.jspecify.annotations.Nullable;

/** HTML by jsoup, element by element, so that a page that makes more and more of them is left in time. */
public final class HtmlPage {
    private static final int HEAD = 4096;
    private static final Pattern DECLARED =
            Pattern.compile("charset\\s*=\\s*[\"']?\\s*([\\w.:-]{2,40})", Pattern.CASE_INSENSITIVE);

    private HtmlPage() {}

    static Extraction extract(SourceFile file, Budget budget) throws IOException {
        try (Reader reader = Encoding.open(file.path(), declared(Encoding.head(file.path(), HEAD)), budget)) {
            Document page = parse(reader, budget);
            MarkdownText text = new MarkdownText(budget);
            HtmlBlocks blocks = HtmlBlocks.write(page.body(), text, budget);
            String title = page.title().isBlank() ? blocks.firstHeading() : page.title();
            return new Extraction(
                    text.toString(),
                    title,
                    language(page),
                    new Extraction.Facts()
                            .note("author", meta(page, "author"))
                            .note("created", meta(page, "date"))
                            .known());
        }
    }

    /** Parses a page within the budget. */
    public static Document parse(Reader reader, Budget budget) throws IOException {
        Parser parser = Parser.htmlParser().setMaxDepth(budget.maxDepth());
        try (StreamParser stream = new StreamParser(parser).parse(new BoundedReader(reader, budget), "")) {
            Iterator<Element> elements = stream.iterator();
            while (elements.hasNext()) {
                var _ = elements.next();
                budget.takeElement();
            }
            return stream.document();
        } catch (UncheckedIOException error) {
            throw error.getCause();
        }
    }

    private static @Nullable String language(Document page) {
        Element html = page.selectFirst("html");
        if (html == null) {
            return null;
        }
        String language = html.attr("lang").isBlank() ? html.attr("xml:lang") : html.attr("lang");
        return language.isBlank() ? null : language;
    }

    private static @Nullable String meta(Document page, String name) {
        Element meta = page.head().selectFirst("meta[name=" + name + "], meta[name=dcterms." + name + "]");
        return meta == null ? null : meta.attr("content");
    }

    private static @Nullable Charset declared(byte[] head) {
        Matcher charset = DECLARED.matcher(new String(head, StandardCharsets.ISO_8859_1));
        return charset.find() ? Encoding.named(charset.group(1)) : null;
    }
}
