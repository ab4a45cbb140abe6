package dev.quarry.extract;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Plain text and Markdown: as they are. */
final class PlainText {
    private static final int BUFFER = 32 * 1024;
    private static final int LONGEST_TITLE = 300;

    private PlainText() {}

    /** A text of which nothing but its pages is known, where it has form feeds. */
    static Extraction plain(SourceFile file, Budget budget) throws IOException {
        String text = read(file, budget);
        int pages = (int) text.chars().filter(c -> c == Extraction.PAGE_BREAK).count();
        Extraction.Facts facts = new Extraction.Facts();
        if (pages > 0) {
            facts.note("page_count", pages + 1);
        }
        return new Extraction(text, null, null, facts.known());
    }

    /** A text whose front matter, or first heading, says what it is called. */
    static Extraction markdown(SourceFile file, Budget budget) throws IOException {
        FrontMatter front = FrontMatter.of(read(file, budget));
        String title = front.value("title");
        return new Extraction(
                front.body(),
                title == null ? firstHeading(front.body()) : title,
                front.value("lang") == null ? front.value("language") : front.value("lang"),
                new Extraction.Facts()
                        .note("author", front.value("author"))
                        .note("created", front.value("date"))
                        .known());
    }

    private static @Nullable String firstHeading(String text) {
        return text.lines()
                .limit(50)
                .filter(line -> line.startsWith("# ") && line.length() <= LONGEST_TITLE)
                .map(line -> line.substring(2).strip())
                .filter(title -> !title.isEmpty())
                .findFirst()
                .orElse(null);
    }

    static String read(SourceFile file, Budget budget) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[BUFFER];
        try (Reader reader = Encoding.open(file.path(), null, budget)) {
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                budget.checkCharacters(text.length() + read);
                text.append(buffer, 0, read);
            }
        }
        return Characters.storable(text.toString());
    }
}
