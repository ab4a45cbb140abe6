package dev.quarry.testing;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Texts of every kind that people and machines hand in, the same for the same seed. None holds half a surrogate pair. */
public final class RandomTexts {
    private static final int LONG_WORD = 5_000;

    private static final List<String> WORDS = List.of(
            "a",
            "the",
            "reef",
            "anchor",
            "Übergröße",
            "perché",
            "città",
            "don't",
            "e.g.",
            "3.14",
            "x=y+1",
            "C#",
            "naïve");
    private static final List<String> EMOJI = List.of("😀", "👩‍👩‍👧‍👦", "👍🏽", "🇮🇹", "❤️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿");
    private static final List<String> ENDS = List.of(". ", "! ", "? ", "; ", ".", "… ", ".\n");
    private static final List<String> BREAKS = List.of("\n\n", "\n", " ", "\r\n", "\r\n\r\n", "", "\t", "\n \n", "\r");
    private static final List<String> WHITE_SPACE =
            List.of(" ", "\n", "\t", "\r\n", "\u00a0", "\u3000", "\u2028", "\u200b", "\f");

    private final Random random;
    private final List<Supplier<String>> fragments;

    public RandomTexts(long seed) {
        this.random = new Random(seed);
        this.fragments = List.of(
                () -> repeated(() -> pick(WORDS) + " ", 60),
                () -> repeated(() -> repeated(() -> pick(WORDS) + " ", 12).strip() + pick(ENDS), 10),
                () -> repeated(() -> pick(EMOJI), 40),
                () -> repeated(() -> letter() + repeated(() -> character(0x0300, 0x036f), 8), 30),
                () -> repeated(() -> character(0x4e00, 0x9fff), 200) + "。",
                () -> repeated(() -> character(0x20000, 0x2a6df), 80),
                () -> repeated(() -> character(0xac00, 0xd7a3), 80),
                () -> repeated(() -> character(0x05d0, 0x05ea) + character(0x0627, 0x064a) + "\u200f ", 60),
                () -> repeated(() -> character(0x0e01, 0x0e3a), 60),
                () -> letter().repeat(LONG_WORD),
                () -> base64(1 + random.nextInt(4_000)),
                () -> repeated(() -> base64(57) + "\r\n", 40),
                () -> repeated(() -> pick(WHITE_SPACE), 300),
                () -> " ".repeat(random.nextInt(3_000)),
                () -> repeated(() -> character(0x01, 0x1f), 40),
                () -> repeated(this::anyCharacter, 100),
                () -> "\n" + "#".repeat(1 + random.nextInt(7)) + " " + pick(WORDS) + " " + pick(EMOJI) + pick(BREAKS),
                () -> "\n```\n# " + repeated(() -> pick(WORDS) + pick(BREAKS), 20) + "\n```\n",
                () -> repeated(() -> "| " + pick(WORDS) + " | " + random.nextInt() + " |\n", 30));
    }

    /** The next text; now and then a blank one. */
    public String next() {
        if (random.nextInt(20) == 0) {
            return repeated(() -> pick(WHITE_SPACE), 50);
        }
        return repeated(() -> pick(fragments).get() + pick(BREAKS), 12);
    }

    private String repeated(Supplier<String> part, int times) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(times + 1); left > 0; left--) {
            text.append(part.get());
        }
        return text.toString();
    }

    private String letter() {
        return character('a', 'z');
    }

    private String base64(int bytes) {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        return Base64.getEncoder().encodeToString(content);
    }

    private String character(int first, int last) {
        return Character.toString(first + random.nextInt(last - first + 1));
    }

    /** Any code point but NUL and the surrogates, assigned or not. */
    private String anyCharacter() {
        int codePoint = 1 + random.nextInt(Character.MAX_CODE_POINT);
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return surrogate ? letter() : Character.toString(codePoint);
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
