package dev.quarry.search.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
    private final NearDuplicates texts = new NearDuplicates();

    @Test
    void a_text_with_one_word_of_a_hundred_changed_is_almost_the_same() {
        String text = words(1, 100);
        assertThat(texts.findOrAdd(text)).isEmpty();
        assertThat(texts.findOrAdd(text.replaceFirst("\\w+$", "otherwise"))).isEqualTo(OptionalInt.of(0));
    }

    @Test
    void case_and_punctuation_make_no_difference() {
        assertThat(texts.findOrAdd("The oil of the gearbox is changed every second spring."))
                .isEmpty();
        assertThat(texts.findOrAdd("THE OIL, of the gearbox: is changed\nevery second spring!"))
                .hasValue(0);
    }

    @Test
    void another_number_is_another_text() {
        String text = words(2, 100);
        assertThat(texts.findOrAdd(text + " tighten to 40 Nm")).isEmpty();
        assertThat(texts.findOrAdd(text + " tighten to 45 Nm")).isEmpty();
    }

    @Test
    void every_tenth_word_changed_is_another_text() {
        List<String> words = new ArrayList<>(List.of(words(3, 100).split(" ", -1)));
        assertThat(texts.findOrAdd(String.join(" ", words))).isEmpty();
        for (int i = 0; i < words.size(); i += 10) {
            words.set(i, "changed");
        }
        assertThat(texts.findOrAdd(String.join(" ", words))).isEmpty();
    }

    @Test
    void a_short_text_is_almost_no_other() {
        assertThat(texts.findOrAdd("Marmalade on toast.")).isEmpty();
        assertThat(texts.findOrAdd("Marmalade on toast!")).isEmpty();
    }

    @Test
    void the_first_of_several_is_found() {
        assertThat(texts.findOrAdd(words(4, 50))).isEmpty();
        assertThat(texts.findOrAdd(words(5, 50))).isEmpty();
        assertThat(texts.findOrAdd(words(5, 50))).hasValue(1);
        assertThat(texts.findOrAdd(words(4, 50))).hasValue(0);
    }

    /** The shortcut by prefixes finds exactly what comparing all with all finds. */
    @Test
    void nothing_is_overlooked() {
        Random random = new Random(6);
        List<Shingles> kept = new ArrayList<>();
        int found = 0;
        for (int i = 0; i < 400; i++) {
            List<String> words =
                    new ArrayList<>(List.of(words(random.nextInt(8), 60).split(" ", -1)));
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                words.set(random.nextInt(words.size()), word(random));
            }
            String text = String.join(" ", words);
            Shingles shingles = Shingles.of(text);
            int expected = IntStream.range(0, kept.size())
                    .filter(earlier -> kept.get(earlier).isNearlyEqualTo(shingles))
                    .findFirst()
                    .orElse(-1);
            assertThat(texts.findOrAdd(text).orElse(-1)).isEqualTo(expected);
            found += expected < 0 ? 0 : 1;
            if (expected < 0) {
                kept.add(shingles);
            }
        }
        assertThat(found).isBetween(20, 380);
    }

    private static String words(int seed, int count) {
        Random random = new Random(seed);
        return IntStream.range(0, count).mapToObj(i -> word(random)).collect(Collectors.joining(" "));
    }

    private static String word(Random random) {
        return random.ints(6, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    }
}
