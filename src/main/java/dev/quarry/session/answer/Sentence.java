package dev.quarry.session.answer;

import dev.quarry.chunk.Sentences;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A sentence of a passage, or the beginning of a long one.
 *
 * @param from in UTF-16 units
 * @param to in UTF-16 units
 */
record Sentence(Excerpt excerpt, int from, int to) {
    /** Tables and lists without full stops are one sentence: of those, the beginning is quoted. */
    private static final int LONGEST = 400;

    /** Less says nothing. */
    private static final int FEWEST_LETTERS = 3;

    /** A passage's sentences in their order; at least one where the passage has words at all. */
    static List<Sentence> of(Excerpt excerpt) {
        String content = excerpt.content();
        BitSet starts = Sentences.starts(content);
        List<Sentence> sentences = new ArrayList<>();
        for (int from = 0; from < content.length(); ) {
            int next = starts.nextSetBit(from + 1);
            int to = next < 0 ? content.length() : next;
            Sentence sentence = new Sentence(excerpt, from, to).trimmed();
            if (sentence.saysSomething()) {
                sentences.add(sentence);
            }
            from = to;
        }
        return sentences;
    }

    String text() {
        return excerpt.content().substring(from, to);
    }

    Citation citation() {
        return Citation.of(excerpt, from, to);
    }

    private boolean saysSomething() {
        return text().codePoints().filter(Character::isLetterOrDigit).count() >= FEWEST_LETTERS;
    }

    private Sentence trimmed() {
        String content = excerpt.content();
        int begin = from;
        int end = to;
        while (begin < end && Character.isWhitespace(content.charAt(begin))) {
            begin++;
        }
        if (end - begin > LONGEST) {
            end = endOfWord(content, begin + LONGEST, begin);
        }
        while (end > begin && Character.isWhitespace(content.charAt(end - 1))) {
            end--;
        }
        return new Sentence(excerpt, begin, end);
    }

    /** The end of the last whole word before a place; the place itself, between two characters, where there is none. */
    private static int endOfWord(String content, int place, int begin) {
        for (int at = place; at > begin; at--) {
            if (Character.isWhitespace(content.charAt(at))) {
                return at;
            }
        }
        return Character.isLowSurrogate(content.charAt(place)) ? place - 1 : place;
    }
}
