package dev.quarry.chunk;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Where a text may be cut, and how strong each place is: 0 before a heading, then paragraph, line, sentence, word. */
final class Boundaries {
    static final int STRONGEST = 0;
    static final int WEAKEST = 4;

    private static final byte HEADING = 0;
    private static final byte PARAGRAPH = 1;
    private static final byte LINE = 2;
    private static final byte SENTENCE = 3;
    private static final byte WORD = 4;
    private static final byte NONE = Byte.MAX_VALUE;

    /** For each offset the strongest boundary just before it. */
    private final byte[] levels;

    private final List<MarkdownLine> lines;

    private Boundaries(byte[] levels, List<MarkdownLine> lines) {
        this.levels = levels;
        this.lines = lines;
    }

    static Boundaries of(String text) {
        byte[] levels = new byte[text.length() + 1];
        Arrays.fill(levels, NONE);
        markWords(text, levels);
        markSentences(text, levels);
        List<MarkdownLine> lines = MarkdownLine.of(text);
        markLines(lines, levels);
        return new Boundaries(levels, lines);
    }

    /** Whether the span is one or more headings and nothing that stands under them. */
    boolean holdsOnlyHeadings(Span span) {
        int first = Collections.binarySearch(
                lines, new MarkdownLine(span.start(), 0, "", false), Comparator.comparingInt(MarkdownLine::start));
        int index = first < 0 ? -first - 1 : first;
        if (index == lines.size() || lines.get(index).start() >= span.end()) {
            return false;
        }
        while (index < lines.size() && lines.get(index).start() < span.end()) {
            if (!lines.get(index).isHeading()) {
                return false;
            }
            index++;
        }
        return true;
    }

    /** The span in parts, cut at every boundary of this level or a stronger one. */
    List<Span> split(Span span, int level) {
        List<Span> parts = new ArrayList<>();
        int start = span.start();
        for (int i = span.start() + 1; i < span.end(); i++) {
            if (levels[i] <= level) {
                parts.add(new Span(start, i));
                start = i;
            }
        }
        parts.add(new Span(start, span.end()));
        return parts;
    }

    /** The first place at or after {@code offset} where a word begins, {@code end} when there is none before it. */
    int wordAtOrAfter(int offset, int end) {
        for (int i = offset; i < end; i++) {
            if (levels[i] <= WORD) {
                return i;
            }
        }
        return end;
    }

    private static void markWords(String text, byte[] levels) {
        for (int i = 1; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i - 1)) && !Character.isWhitespace(text.charAt(i))) {
                levels[i] = WORD;
            }
        }
    }

    private static void markSentences(String text, byte[] levels) {
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(text);
        for (int at = sentences.first(); at != BreakIterator.DONE; at = sentences.next()) {
            // Only at the start of a word: an abbreviation's full stop inside a part number is no end.
            if (levels[at] == WORD) {
                levels[at] = SENTENCE;
            }
        }
    }

    private static void markLines(List<MarkdownLine> lines, byte[] levels) {
        for (MarkdownLine line : lines) {
            if (line.start() == 0) {
                continue;
            }
            if (line.isHeading()) {
                levels[line.start()] = HEADING;
            } else if (line.afterBlank()) {
                levels[line.start()] = PARAGRAPH;
            } else {
                levels[line.start()] = LINE;
            }
        }
    }
}
