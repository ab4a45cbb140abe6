package dev.quarry.extract.pdf;

import dev.quarry.extract.Budget;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ranges of codes that a font's table maps to characters: PDFBox makes an entry of every code in them. */
final class CharacterRanges {
    private static final int LARGEST_TABLE = 4_000_000;
    private static final long MOST_CODES = 500_000;
    private static final Pattern RANGE =
            Pattern.compile("<\\s*([0-9A-Fa-f]{1,8})\\s*>\\s*<\\s*([0-9A-Fa-f]{1,8})\\s*>\\s*<");

    private CharacterRanges() {}

    /** @throws dev.quarry.failure.Failure.Invalid for a table with more codes than any font has use for */
    static void check(byte[] table) {
        long codes = 0;
        if (table.length <= LARGEST_TABLE) {
            Matcher range = RANGE.matcher(new String(table, StandardCharsets.ISO_8859_1));
            while (range.find() && codes <= MOST_CODES) {
                codes += Math.max(1, Long.parseLong(range.group(2), 16) - Long.parseLong(range.group(1), 16));
            }
        }
        if (table.length > LARGEST_TABLE || codes > MOST_CODES) {
            throw Budget.refusal("holds a font whose table maps more characters than there are");
        }
    }
}
