package dev.quarry.extract.pdf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which lines of a PDF are headings: short ones in letters that are larger than those of most of the text by a sixth. A
 * heading that is only bold is not told from other lines.
 *
 * @param levels by size in half points: 1 for the largest
 */
record HeadingSizes(Map<Integer, Integer> levels) {
    private static final double LARGER = 7.0 / 6;
    private static final int LONGEST = 200;
    private static final int DEEPEST = 6;

    static HeadingSizes of(List<List<PdfLine>> pages) {
        Map<Integer, Integer> characters = new HashMap<>();
        pages.forEach(page ->
                page.forEach(line -> characters.merge(line.size(), line.text().length(), Integer::sum)));
        int body = characters.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(0);
        TreeSet<Integer> larger = new TreeSet<>();
        pages.forEach(page -> page.stream()
                .filter(line -> line.size() >= body * LARGER && isTitle(line))
                .forEach(line -> larger.add(line.size())));
        Map<Integer, Integer> levels = new HashMap<>();
        for (int size : larger.descendingSet()) {
            levels.put(size, Math.min(DEEPEST, levels.size() + 1));
        }
        return new HeadingSizes(levels);
    }

    /** From 1; 0 for a line that is no heading. */
    int levelOf(PdfLine line) {
        return isTitle(line) ? levels.getOrDefault(line.size(), 0) : 0;
    }

    private static boolean isTitle(PdfLine line) {
        return line.text().length() <= LONGEST && line.text().chars().anyMatch(Character::isLetter);
    }
}
