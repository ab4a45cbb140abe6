package dev.quarry.extract.pdf;

import dev.quarry.extract.MarkdownText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the lines of pages as paragraphs and headings. */
final class PdfText {
    private final HeadingSizes headings;
    private final MarkdownText text;
    private final StringBuilder block = new StringBuilder();
    private int level;
    private @Nullable String firstHeading;

    PdfText(HeadingSizes headings, MarkdownText text) {
        this.headings = headings;
        this.text = text;
    }

    @Nullable
    String firstHeading() {
        return firstHeading;
    }

    void write(List<List<PdfLine>> pages) {
        for (int i = 0; i < pages.size(); i++) {
            if (i > 0) {
                text.pageBreak();
            }
            pages.get(i).forEach(this::write);
            end();
        }
    }

    private void write(PdfLine line) {
        int lineLevel = headings.levelOf(line);
        if (lineLevel != level || line.startsParagraph()) {
            end();
            level = lineLevel;
        }
        int length = block.length();
        if (continuesWord(line)) {
            block.setLength(length - 1);
        } else if (length > 0) {
            block.append(level > 0 ? ' ' : '\n');
        }
        block.append(line.text());
    }

    /** A hyphen at the end of a line parts a word that goes on in small letters. */
    private boolean continuesWord(PdfLine line) {
        int length = block.length();
        return length > 1
                && block.charAt(length - 1) == '-'
                && Character.isLetter(block.charAt(length - 2))
                && Character.isLowerCase(line.text().charAt(0));
    }

    private void end() {
        if (level > 0) {
            firstHeading = firstHeading == null && !block.isEmpty() ? block.toString() : firstHeading;
            text.heading(level, block.toString());
        } else {
            text.paragraph(block.toString());
        }
        block.setLength(0);
        level = 0;
    }
}
