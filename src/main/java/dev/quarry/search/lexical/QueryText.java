package dev.quarry.search.lexical;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody typed, told apart: words, of which any may occur; phrases, all of which must occur; and words and phrases that
 * must not.
 *
 * <pre>
 *   oil "gear box" -petrol -"two stroke" AB-1234/5
 *     wanted    oil gear box AB-1234/5
 *     phrases   gear box
 *     excluded  petrol, two stroke
 * </pre>
 *
 * A quotation mark opens a phrase where no letter or digit stands before it (a pipe of 12" opens none) and another one comes
 * later. A minus sign excludes where a space or nothing stands before it and a letter or a phrase behind it: neither a part
 * number, nor a number below zero, nor a dash between two words. Everything else is plain text; so is a query that would
 * exclude and want nothing.
 *
 * @param wanted the text without signs and without what is excluded
 */
public record QueryText(String wanted, List<String> phrases, List<String> excluded) {
    /** One part of the query: an excluded phrase, a phrase, an excluded word, or a run of anything else. */
    private static final Pattern PART = Pattern.compile("""
            (?<!\\S)-"(?=[^"\\p{L}\\p{N}]*+[\\p{L}\\p{N}])(?<excludedPhrase>[^"]*+)"\
            |(?<![\\p{L}\\p{N}])"(?=[^"\\p{L}\\p{N}]*+[\\p{L}\\p{N}])(?<phrase>[^"]*+)"\
            |(?<!\\S)-(?<excludedWord>\\p{L}\\S*+)""");

    public QueryText {
        phrases = List.copyOf(phrases);
        excluded = List.copyOf(excluded);
    }

    /** Reads any text; none is wrong. */
    public static QueryText parse(String text) {
        List<String> phrases = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        StringBuilder wanted = new StringBuilder();
        Matcher part = PART.matcher(text);
        while (part.find()) {
            String phrase = part.group("phrase");
            String excludedPhrase = part.group("excludedPhrase");
            if (phrase != null) {
                phrases.add(phrase.strip());
                part.appendReplacement(wanted, Matcher.quoteReplacement(" " + phrase + " "));
            } else {
                excluded.add((excludedPhrase != null ? excludedPhrase : part.group("excludedWord")).strip());
                part.appendReplacement(wanted, " ");
            }
        }
        part.appendTail(wanted);
        if (phrases.isEmpty() && excluded.isEmpty()) {
            return new QueryText(text, phrases, excluded);
        }
        String words = wanted.toString().strip();
        return words.codePoints().anyMatch(Character::isLetterOrDigit)
                ? new QueryText(words.replaceAll("\\s+", " "), phrases, excluded)
                : new QueryText(text, List.of(), List.of());
    }

    /** How many phrases and exclusions there are. */
    public int conditions() {
        return phrases.size() + excluded.size();
    }

    /** Whether not every passage with one of the words will do. */
    public boolean isConditional() {
        return conditions() > 0;
    }
}
