package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Where a text may be cut, and how strong each place is: 0 before a heading, then paragraph, line, sentence, word. */
final class Boundaries {
    static final int STRONGEST = 0;
    static final int PARAGRAPH = 1;
    static final int LINE = 2;
    static final int WEAKEST = 4;

    private static final byte HEADING = STRONGEST;
    private static final byte SENTENCE = 3;
    private static final byte WORD = WEAKEST;
    private static final byte NONE = Byte.MAX_VALUE;

    /** For each offset the strongest boundary just before it. */
    private final byte[] levels;

    /** Where sentences begin, also those that a line begins with. */
    private final BitSet sentences;

    private final List<MarkdownLine> lines;

    private Boundaries(byte[] levels, BitSet sentences, List<MarkdownLine> lines) {
        this.levels = levels;
        this.sentences = sentences;
        this.lines = lines;
    }

    static Boundaries of(String text) {
        byte[] levels = new byte[text.length() + 1];
        Arrays.fill(levels, NONE);
        Words.starts(text).stream().forEach(at -> levels[at] = WORD);
        BitSet sentences = Sentences.starts(text);
        sentences.stream().forEach(at -> levels[at] = SENTENCE);
        List<MarkdownLine> lines = MarkdownLine.of(text);
        markLines(lines, levels);
        markSentencesOfLines(text, lines, sentences);
        return new Boundaries(levels, sentences, lines);
    }

    /** Whether the span is one or more headings and nothing that stands under them. */
    boolean holdsOnlyHeadings(Span span) {
        int first = lineAtOrAfter(span.start());
        return first < lines.size()
                && lines.get(first).start() < span.end()
                && endOfLeadingHeadings(span) == span.end()
                && lines.get(first).isHeading();
    }

    /** Where the span's first line begins that is no heading, or its end. */
    int endOfLeadingHeadings(Span span) {
        int index = lineAtOrAfter(span.start());
        while (index < lines.size()
                && lines.get(index).start() < span.end()
                && lines.get(index).isHeading()) {
            index++;
        }
        return index < lines.size() ? Math.min(lines.get(index).start(), span.end()) : span.end();
    }

    /** 1 to 6 where a heading begins at the offset, otherwise 0. */
    int headingLevelAt(int offset) {
        int index = lineAtOrAfter(offset);
        return index < lines.size() && lines.get(index).start() == offset
                ? lines.get(index).headingLevel()
                : 0;
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

    /**
     * The span in sentences. One goes over line breaks, as in a text of lines of equal length; a heading, a line of a list or
     * a table and the end of a paragraph end it.
     */
    List<Span> sentences(Span span) {
        List<Span> parts = new ArrayList<>();
        int start = span.start();
        for (int i = sentences.nextSetBit(start + 1); i >= 0 && i < span.end(); i = sentences.nextSetBit(i + 1)) {
            parts.add(new Span(start, i));
            start = i;
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

    /** The last place at or before {@code offset} where a word begins, {@code start} when there is none after it. */
    int wordAtOrBefore(int offset, int start) {
        for (int i = offset; i > start; i--) {
            if (levels[i] <= WORD) {
                return i;
            }
        }
        return start;
    }

    private int lineAtOrAfter(int offset) {
        int found = Collections.binarySearch(
                lines, new MarkdownLine(offset, 0, "", false), Comparator.comparingInt(MarkdownLine::start));
        return found < 0 ? -found - 1 : found;
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

    private static void markSentencesOfLines(String text, List<MarkdownLine> lines, BitSet sentences) {
        boolean afterHeading = false;
        for (MarkdownLine line : lines) {
            boolean begins = line.isHeading()
                    || afterHeading
                    || line.afterBlank()
                    || MarkdownLine.beginsItem(text, line.start());
            if (begins && line.start() > 0) {
                sentences.set(line.start());
            }
            afterHeading = line.isHeading();
        }
    }
}
