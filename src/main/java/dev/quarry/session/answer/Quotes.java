package dev.quarry.session.answer;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the words of a passage that a statement rests on. */
final class Quotes {
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int SHORTEST_WORD = 3;

    private Quotes() {}

    /** The sentence of the passage that shares most with the statement; the first of several. Nothing where it has none. */
    static Optional<Citation> of(Excerpt excerpt, String statement) {
        Set<String> said = words(statement);
        List<Sentence> sentences = Sentence.of(excerpt);
        return sentences.stream()
                .max(Comparator.comparingDouble((Sentence sentence) -> shared(sentence, said))
                        .thenComparing(Comparator.comparingInt(Sentence::from).reversed()))
                .map(Sentence::citation);
    }

    private static double shared(Sentence sentence, Set<String> said) {
        Set<String> words = words(sentence.text());
        long both = words.stream().filter(said::contains).count();
        return both / Math.sqrt(words.size() + 1.0);
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        for (String word : NOT_A_WORD.split(text.toLowerCase(Locale.ROOT), -1)) {
            if (word.length() >= SHORTEST_WORD || word.chars().anyMatch(Character::isDigit)) {
                words.add(word);
            }
        }
        return words;
    }
}
