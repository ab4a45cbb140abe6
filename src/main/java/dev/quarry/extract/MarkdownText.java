package dev.quarry.extract;

import java.util.List;
import java.util.stream.Collectors;

/** A text that is being written as Markdown, block by block. */
public final class MarkdownText {
    private static final int DEEPEST_HEADING = 6;
    private static final int DEEPEST_ITEM = 8;
    private static final String FENCE = "```";

    private final Budget budget;
    private final StringBuilder text = new StringBuilder();
    private Block last = Block.NOTHING;

    public MarkdownText(Budget budget) {
        this.budget = budget;
    }

    private enum Block {
        NOTHING,
        PARAGRAPH,
        ITEM,
        ROW
    }

    /** @param level from 1; deeper ones than 6 are 6 */
    public void heading(int level, String title) {
        String line = Characters.oneLine(title);
        if (!line.isEmpty()) {
            begin(Block.PARAGRAPH);
            append("#".repeat(Math.clamp(level, 1, DEEPEST_HEADING)) + " " + line);
        }
    }

    /** A paragraph of one or more lines; what looks like a heading within it is none. */
    public void paragraph(String lines) {
        if (!lines.isBlank()) {
            begin(Block.PARAGRAPH);
            append(escaped(lines));
        }
    }

    /**
     * An item of a list.
     *
     * @param depth from 0
     * @param marker such as {@code -} or {@code 3.}
     */
    public void item(int depth, String marker, String lines) {
        if (!lines.isBlank()) {
            begin(Block.ITEM);
            String indent = "  ".repeat(Math.clamp(depth, 0, DEEPEST_ITEM));
            append(indent + marker + " " + lines.strip().replace("\n", "\n" + indent + "  "));
        }
    }

    /** A row of a table; the first one after something else is its head. */
    public void row(List<String> cells) {
        if (cells.stream().allMatch(String::isBlank)) {
            return;
        }
        boolean head = last != Block.ROW;
        begin(Block.ROW);
        StringBuilder line = new StringBuilder("|");
        for (String cell : cells) {
            line.append(' ')
                    .append(Characters.oneLine(cell).replace("|", "\\|"))
                    .append(" |");
        }
        append(line.toString());
        if (head) {
            append("\n|" + " --- |".repeat(cells.size()));
        }
    }

    /** What follows is no more of the table or list. */
    public void endBlock() {
        if (last != Block.NOTHING) {
            last = Block.PARAGRAPH;
        }
    }

    /** Lines that are to stay as they are. */
    public void code(String lines) {
        if (!lines.isBlank()) {
            begin(Block.PARAGRAPH);
            String fence = FENCE;
            while (lines.contains(fence)) {
                fence += "`";
            }
            append(fence + "\n" + lines.stripTrailing() + "\n" + fence);
        }
    }

    /** What follows stands on another page; the mark has a line of its own, so that a heading may follow. */
    public void pageBreak() {
        append("\n" + Extraction.PAGE_BREAK + "\n");
        last = Block.NOTHING;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void begin(Block block) {
        if (last != Block.NOTHING) {
            append(last == block && block != Block.PARAGRAPH ? "\n" : "\n\n");
        }
        last = block;
    }

    private void append(String part) {
        budget.checkCharacters(text.length() + part.length());
        text.append(Characters.storable(part));
    }

    private static String escaped(String lines) {
        return lines.strip()
                .lines()
                .map(line -> line.startsWith("#") ? "\\" + line : line)
                .collect(Collectors.joining("\n"));
    }
}
