package dev.quarry.chunk;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What looks like an identifier, such as a part number: 3 to 40 letters, digits, dots, slashes, underscores and hyphens, with
 * a digit among them, and a letter, a hyphen or a slash ({@code AB-1234/5}, {@code M8x40}, {@code 10-24}).
 */
public final class Identifiers {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 40;

    private static final Pattern RUN = Pattern.compile("[\\p{L}\\p{Nd}./_-]++");

    private static final String SIGNS = "./_-";

    private Identifiers() {}

    /** Those that a text has, each once, in its order. */
    public static Set<String> in(String text) {
        Set<String> identifiers = new LinkedHashSet<>();
        Matcher run = RUN.matcher(text);
        while (run.find()) {
            String trimmed = trimmed(run.group());
            if (isIdentifier(trimmed)) {
                identifiers.add(trimmed);
            }
        }
        return identifiers;
    }

    private static String trimmed(String run) {
        int start = 0;
        int end = run.length();
        while (start < end && SIGNS.indexOf(run.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && SIGNS.indexOf(run.charAt(end - 1)) >= 0) {
            end--;
        }
        return run.substring(start, end);
    }

    private static boolean isIdentifier(String run) {
        int length = run.codePointCount(0, run.length());
        return length >= SHORTEST
                && length <= LONGEST
                && run.chars().anyMatch(c -> c >= '0' && c <= '9')
                && run.codePoints().anyMatch(c -> Character.isLetter(c) || c == '-' || c == '/');
    }
}
