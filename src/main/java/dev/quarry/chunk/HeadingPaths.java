package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The headings above each place of a Markdown text; a text without any has empty paths.
 *
 * @see <a href="https://spec.commonmark.org/0.31.2/#atx-headings">CommonMark: ATX headings</a>
 */
final class HeadingPaths {
    private static final String SEPARATOR = " > ";
    private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6})[ \\t]+(.*?)[ \\t]*#*[ \\t]*");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(```|~~~).*");
    /** A longer path would be a text of its own. */
    private static final int LONGEST = 300;

    private final NavigableMap<Integer, String> pathFrom;

    private HeadingPaths(NavigableMap<Integer, String> pathFrom) {
        this.pathFrom = pathFrom;
    }

    static HeadingPaths of(String text) {
        NavigableMap<Integer, String> pathFrom = new TreeMap<>();
        NavigableMap<Integer, String> open = new TreeMap<>();
        for (Line line : lines(text)) {
            if (line.heading()) {
                Matcher heading = HEADING.matcher(text.substring(line.start(), line.end()));
                if (heading.matches()) {
                    open.tailMap(heading.group(1).length(), true).clear();
                    open.put(heading.group(1).length(), heading.group(2));
                    pathFrom.put(line.start(), join(open));
                }
            }
        }
        return new HeadingPaths(pathFrom);
    }

    /** The path at an offset; the heading's own line is under itself. */
    String at(int offset) {
        Map.Entry<Integer, String> entry = pathFrom.floorEntry(offset);
        return entry == null ? "" : entry.getValue();
    }

    /**
     * A line that is not blank.
     *
     * @param end before its line break
     * @param afterBlank whether a blank line stands before it
     */
    record Line(int start, int end, boolean heading, boolean afterBlank) {}

    static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        boolean fenced = false;
        boolean afterBlank = false;
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            String line = text.substring(start, end).stripTrailing();
            if (line.isBlank()) {
                afterBlank = true;
            } else {
                boolean fence = FENCE.matcher(line).matches();
                boolean heading = !fenced && !fence && HEADING.matcher(line).matches();
                lines.add(new Line(start, end, heading, afterBlank));
                fenced ^= fence;
                afterBlank = false;
            }
            start = end + 1;
        }
        return lines;
    }

    private static String join(NavigableMap<Integer, String> open) {
        String path = open.values().stream().filter(title -> !title.isBlank()).collect(Collectors.joining(SEPARATOR));
        return path.length() <= LONGEST
                ? path
                : path.substring(
                        0, path.offsetByCodePoints(0, Math.min(LONGEST, path.codePointCount(0, path.length()))));
    }
}
