package dev.quarry.session.answer;

import dev.quarry.chunk.Tokenizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/**
 * How many tokens a text is to a language model whose tokenizer is not known: rather too many than too few.
 *
 * <p>Two counts are made, and the larger is taken. One is the embedding model's own, with a margin: it knows words, and how
 * unknown ones fall into pieces. The other is by the letters: it knows digits, signs, and scripts that the embedding model
 * calls unknown. No model that works on bytes makes more tokens than a text has bytes in UTF-8, so that is the most.
 */
@ApplicationScoped
class TokenEstimate {
    private static final double MARGIN = 1.3;

    /** Ordinary words have a token for at least so many letters of theirs. */
    private static final double LETTERS_A_TOKEN = 3.0;

    /** What is longer is no word but a key, a hash or an address: of these a letter may be a token. */
    private static final int LONGEST_WORD = 20;

    private static final int FIRST_NOT_ASCII = 0x80;

    private final Tokenizer tokenizer;

    TokenEstimate(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Works the processor for longer texts: not on the event loop. */
    int of(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        int known = (int) Math.ceil(tokenizer.count(text) * MARGIN);
        return Math.min(bytes, Math.max(known, byLetters(text)));
    }

    static int byLetters(String text) {
        double tokens = 0;
        int word = 0;
        int codePoint;
        for (int at = 0; at < text.length(); at += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(at);
            if (codePoint < FIRST_NOT_ASCII && Character.isLetter(codePoint)) {
                word++;
                continue;
            }
            tokens += lettersOf(word) + others(codePoint);
            word = 0;
        }
        return (int) Math.ceil(tokens + lettersOf(word));
    }

    private static double lettersOf(int word) {
        return word > LONGEST_WORD ? word : Math.ceil(word / LETTERS_A_TOKEN);
    }

    /** A blank belongs to the word behind it. */
    private static int others(int codePoint) {
        if (codePoint == ' ') {
            return 0;
        }
        return codePoint < FIRST_NOT_ASCII ? 1 : bytes(codePoint);
    }

    private static int bytes(int codePoint) {
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
