package dev.quarry.chunk;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The headings above each place of a Markdown text; a text without any has empty paths. */
final class HeadingPaths {
    private static final String SEPARATOR = " > ";
    /** A longer path would be a text of its own. */
    private static final int LONGEST = 300;

    private final NavigableMap<Integer, String> pathFrom;

    private HeadingPaths(NavigableMap<Integer, String> pathFrom) {
        this.pathFrom = pathFrom;
    }

    static HeadingPaths of(String text) {
        NavigableMap<Integer, String> pathFrom = new TreeMap<>();
        NavigableMap<Integer, String> open = new TreeMap<>();
        for (MarkdownLine line : MarkdownLine.of(text)) {
            if (line.isHeading()) {
                open.tailMap(line.headingLevel(), true).clear();
                open.put(line.headingLevel(), line.title());
                pathFrom.put(line.start(), join(open));
            }
        }
        return new HeadingPaths(pathFrom);
    }

    /** The path at an offset; the heading's own line is under itself. */
    String at(int offset) {
        Map.Entry<Integer, String> entry = pathFrom.floorEntry(offset);
        return entry == null ? "" : entry.getValue();
    }

    private static String join(NavigableMap<Integer, String> open) {
        String path = open.values().stream().filter(title -> !title.isBlank()).collect(Collectors.joining(SEPARATOR));
        return path.length() <= LONGEST
                ? path
                : path.substring(
                        0, path.offsetByCodePoints(0, Math.min(LONGEST, path.codePointCount(0, path.length()))));
    }
}
