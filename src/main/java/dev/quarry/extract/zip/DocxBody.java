package dev.quarry.extract.zip;

import dev.quarry.extract.MarkdownText;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the paragraphs and tables of WordprocessingML as they come. Deleted text, field codes and the second version that
 * older readers are given are left out.
 *
 * @see <a href="https://ecma-international.org/publications-and-standards/standards/ecma-376/">ECMA-376</a>
 */
final class DocxBody {
    private final DocxStyles styles;
    private final MarkdownText text;
    /** Paragraphs that are open: a text box holds paragraphs within one. */
    private final Deque<Paragraph> paragraphs = new ArrayDeque<>();

    private final StringBuilder cell = new StringBuilder();
    private List<String> row = new ArrayList<>();
    private int tables;
    private int leftOut;
    private boolean words;
    private @Nullable String firstHeading;

    DocxBody(DocxStyles styles, MarkdownText text) {
        this.styles = styles;
        this.text = text;
    }

    @Nullable
    String firstHeading() {
        return firstHeading;
    }

    void write(XmlEvents xml) throws IOException {
        while (xml.next()) {
            if (xml.isStart()) {
                open(xml);
            } else if (xml.isEnd()) {
                close(xml.name());
            } else if (words && leftOut == 0) {
                append(xml.text());
            }
        }
    }

    private void open(XmlEvents xml) {
        String value = xml.attribute("val");
        switch (xml.name()) {
            case "p" -> paragraphs.push(new Paragraph());
            case "t" -> words = true;
            case "tab" -> append("\t");
            case "br", "cr" -> append("\n");
            case "noBreakHyphen" -> append("-");
            case "pStyle" -> top().level = Math.max(top().level, styles.headingLevel(value));
            case "outlineLvl" -> DocxStyles.levelByOutline(value).ifPresent(level -> top().level = level);
            case "numPr" -> top().item = true;
            case "ilvl" -> top().depth = value != null && value.matches("[0-9]") ? value.charAt(0) - '0' : 0;
            case "Fallback", "del", "moveFrom", "pPrChange", "rPrChange" -> leftOut++;
            case "tbl" -> {
                if (tables++ == 0) {
                    text.endBlock();
                }
            }
            default -> {
                // Looks, pictures, marks of revision.
            }
        }
    }

    private void close(String name) {
        switch (name) {
            case "p" -> end(paragraphs.pop());
            case "t" -> words = false;
            case "Fallback", "del", "moveFrom", "pPrChange", "rPrChange" -> leftOut--;
            case "tc" -> {
                if (tables == 1) {
                    row.add(cell.toString());
                    cell.setLength(0);
                }
            }
            case "tr" -> {
                if (tables == 1) {
                    text.row(row);
                    row = new ArrayList<>();
                }
            }
            case "tbl" -> {
                if (--tables == 0) {
                    text.endBlock();
                }
            }
            default -> {
                // Nothing was begun with it.
            }
        }
    }

    private void append(String more) {
        if (leftOut == 0 && !paragraphs.isEmpty()) {
            paragraphs.element().words.append(more);
        }
    }

    private void end(Paragraph paragraph) {
        String lines = paragraph.words.toString();
        if (leftOut > 0) {
            return;
        }
        if (tables > 0) {
            cell.append(lines).append(' ');
        } else if (paragraph.level > 0) {
            text.heading(paragraph.level, lines);
            firstHeading = firstHeading == null && !lines.isBlank() ? lines.strip() : firstHeading;
        } else if (paragraph.item) {
            text.item(paragraph.depth, "-", lines);
        } else {
            text.paragraph(lines);
        }
    }

    private Paragraph top() {
        // Properties of styles and sections stand outside of any paragraph.
        return paragraphs.isEmpty() ? new Paragraph() : paragraphs.element();
    }

    private static final class Paragraph {
        private final StringBuilder words = new StringBuilder();
        private int level;
        private int depth;
        private boolean item;
    }
}
