package dev.quarry.chunk;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The headings above each place of a Markdown text; a text without any has empty paths. */
final class HeadingPaths {
    private static final String SEPARATOR = " > ";
    /** A longer path would be a text of its own. */
    private static final int LONGEST = 300;

    private final NavigableMap<Integer, List<String>> pathFrom;

    private HeadingPaths(NavigableMap<Integer, List<String>> pathFrom) {
        this.pathFrom = pathFrom;
    }

    static HeadingPaths of(String text) {
        NavigableMap<Integer, List<String>> pathFrom = new TreeMap<>();
        NavigableMap<Integer, String> open = new TreeMap<>();
        for (MarkdownLine line : MarkdownLine.of(text)) {
            if (line.isHeading()) {
                open.tailMap(line.headingLevel(), true).clear();
                open.put(line.headingLevel(), line.title());
                pathFrom.put(line.start(), List.copyOf(open.values()));
            }
        }
        return new HeadingPaths(pathFrom);
    }

    /** The path at an offset; the heading's own line is under itself. */
    String at(int offset) {
        return join(pathAt(offset));
    }

    /** What the paths at {@code from} and at all headings from there up to {@code to} have in common. */
    String shared(int from, int to) {
        List<String> shared = pathAt(from);
        for (List<String> path : pathFrom.subMap(from, false, to, false).values()) {
            shared = shared.subList(0, commonLength(shared, path));
        }
        return join(shared);
    }

    private List<String> pathAt(int offset) {
        Map.Entry<Integer, List<String>> entry = pathFrom.floorEntry(offset);
        return entry == null ? List.of() : entry.getValue();
    }

    private static int commonLength(List<String> one, List<String> other) {
        int length = 0;
        while (length < Math.min(one.size(), other.size()) && one.get(length).equals(other.get(length))) {
            length++;
        }
        return length;
    }

    private static String join(List<String> titles) {
        String path = titles.stream().filter(title -> !title.isBlank()).collect(Collectors.joining(SEPARATOR));
        return path.length() <= LONGEST
                ? path
                : path.substring(
                        0, path.offsetByCodePoints(0, Math.min(LONGEST, path.codePointCount(0, path.length()))));
    }
}
