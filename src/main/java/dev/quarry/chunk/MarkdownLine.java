package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a Markdown text that is not blank.
 *
 * <p>Read by hand, in time that grows with the text alone: a pattern with the same meaning took seconds for a heading
 * followed by some thousand blanks.
 *
 * @param headingLevel 1 to 6 for an ATX heading outside of code, otherwise 0
 * @param title the heading's text, empty for other lines
 * @param afterBlank whether a blank line stands before it
 * @see <a href="https://spec.commonmark.org/0.31.2/#atx-headings">CommonMark: ATX headings</a>
 * @see <a href="https://spec.commonmark.org/0.31.2/#fenced-code-blocks">CommonMark: fenced code blocks</a>
 */
record MarkdownLine(int start, int headingLevel, String title, boolean afterBlank) {
    private static final int DEEPEST_HEADING = 6;
    private static final String LINE_ENDS = "\n\r\f";

    /** What a line of a list or a table begins with. */
    private static final String ITEM_MARKS = "-*+|>•";

    /** With more the line is code. */
    private static final int LARGEST_INDENT = 3;

    boolean isHeading() {
        return headingLevel > 0;
    }

    /** The lines of a text, in order. */
    static List<MarkdownLine> of(String text) {
        List<MarkdownLine> lines = new ArrayList<>();
        CodeFence open = null;
        boolean afterBlank = false;
        int start = 0;
        while (start < text.length()) {
            int end = endOfLine(text, start);
            String line = text.substring(start, end).stripTrailing();
            if (line.isEmpty()) {
                afterBlank = true;
            } else {
                CodeFence fence = CodeFence.of(unindented(line));
                boolean code = open != null || fence != null;
                lines.add(code ? plain(start, afterBlank) : read(line, start, afterBlank));
                open = open == null ? fence : open.isClosedBy(fence) ? null : open;
                afterBlank = false;
            }
            afterBlank |= end < text.length() && text.charAt(end) == '\f';
            start = end + 1;
        }
        return lines;
    }

    /** Whether the line that begins at {@code start} is one of a list, a table or a quotation: it says something by itself. */
    static boolean beginsItem(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        int number = at;
        while (number < text.length() && Character.isDigit(text.charAt(number))) {
            number++;
        }
        if (number > at) {
            return number + 1 < text.length()
                    && ".)".indexOf(text.charAt(number)) >= 0
                    && text.charAt(number + 1) == ' ';
        }
        return at + 1 < text.length()
                && ITEM_MARKS.indexOf(text.charAt(at)) >= 0
                && (text.charAt(at) == '|' || text.charAt(at + 1) == ' ');
    }

    private static MarkdownLine plain(int start, boolean afterBlank) {
        return new MarkdownLine(start, 0, "", afterBlank);
    }

    private static MarkdownLine read(String line, int start, boolean afterBlank) {
        String content = unindented(line);
        int level = runLength(content, '#');
        boolean heading = level >= 1
                && level <= DEEPEST_HEADING
                && (content.length() == level || content.charAt(level) == ' ' || content.charAt(level) == '\t');
        return heading
                ? new MarkdownLine(
                        start,
                        level,
                        withoutClosingHashes(content.substring(level)).strip(),
                        afterBlank)
                : plain(start, afterBlank);
    }

    /** Hashes at the end belong to the title unless they stand apart from it, as in {@code # Title #}. */
    private static String withoutClosingHashes(String title) {
        int end = title.length();
        while (end > 0 && title.charAt(end - 1) == '#') {
            end--;
        }
        return end > 0 && (title.charAt(end - 1) == ' ' || title.charAt(end - 1) == '\t')
                ? title.substring(0, end)
                : title;
    }

    /** Where the line break ends: at a line feed, a carriage return, the feed of both, or at a form feed, the end of a page. */
    private static int endOfLine(String text, int start) {
        int end = start;
        while (end < text.length() && LINE_ENDS.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end + 1 < text.length() && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n' ? end + 1 : end;
    }

    private static String unindented(String line) {
        int indent = runLength(line, ' ');
        return indent <= LARGEST_INDENT ? line.substring(indent) : "";
    }

    private static int runLength(String text, char of) {
        int length = 0;
        while (length < text.length() && text.charAt(length) == of) {
            length++;
        }
        return length;
    }

    /** A line that opens or closes a block of code: at least three backticks or tildes. */
    private record CodeFence(char mark, int length, boolean bare) {
        private static final int SHORTEST = 3;

        static @Nullable CodeFence of(String content) {
            char mark = content.startsWith("~") ? '~' : '`';
            int length = runLength(content, mark);
            // Backticks that come in pairs on one line are code within a sentence.
            boolean fence = length >= SHORTEST && (mark == '~' || content.indexOf(mark, length) < 0);
            return fence ? new CodeFence(mark, length, content.length() == length) : null;
        }

        boolean isClosedBy(@Nullable CodeFence fence) {
            return fence != null && fence.bare() && fence.mark() == mark && fence.length() >= length;
        }
    }
}
