package dev.quarry.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.testing.RandomTexts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("native-library")
class ModelTokenizerTest {
    private final ModelTokenizer tokenizer = packaged("");

    static ModelTokenizer packaged(String prefix) {
        return new ModelTokenizer(ModelFiles.PACKAGED.tokenizerFile(), ModelFiles.PACKAGED_MAX_TOKENS, prefix);
    }

    @Test
    void the_limit_leaves_room_for_the_two_marks_of_the_128_tokens_that_the_model_reads() {
        assertThat(tokenizer.limit()).isEqualTo(126);
    }

    @Test
    void what_is_put_before_a_passage_takes_its_part_of_the_limit() {
        assertThat(packaged("passage: ").limit()).isEqualTo(124);
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "' \n', 0", "hello, 1", "Hello, 1", "hello world, 2", "'don''t', 3", "unaffable, 3", "漢字, 2"})
    void a_text_is_counted_without_the_marks_around_it(String text, int tokens) {
        assertThat(tokenizer.count(text)).isEqualTo(tokens);
    }

    @Test
    void a_long_text_is_counted_to_its_end() {
        assertThat(tokenizer.count("hello ".repeat(10_000))).isEqualTo(10_000);
        assertThat(tokenizer.tokenStarts("hello ".repeat(10_000)))
                .hasSize(10_000)
                .endsWith(9_999 * 6);
    }

    @Test
    void tokens_begin_where_their_words_do() {
        assertThat(tokenizer.tokenStarts("Hello, brave world")).containsExactly(0, 5, 7, 13);
    }

    @Test
    void offsets_after_an_emoji_are_java_s_own() {
        String text = "😀 one 👩‍👩‍👧 two";
        int[] starts = tokenizer.tokenStarts(text);
        assertThat(starts).contains(0, text.indexOf("one"), text.indexOf("👩"), text.indexOf("two"));
        assertThat(starts).endsWith(text.indexOf("two"));
    }

    @Test
    void a_word_of_pieces_has_an_offset_for_each_piece() {
        assertThat(tokenizer.tokenStarts("😀 unaffable")).containsExactly(0, 3, 6, 9);
    }

    @Test
    void as_many_tokens_are_counted_as_begin_in_ascending_order_and_at_whole_characters() {
        for (long seed = 0; seed < 200; seed++) {
            String text = new RandomTexts(seed).next();
            int[] starts = tokenizer.tokenStarts(text);
            assertThat(starts)
                    .as("seed %d", seed)
                    .hasSize(tokenizer.count(text))
                    .isSorted();
            for (int start : starts) {
                assertThat(start).as("seed %d", seed).isBetween(0, text.length() - 1);
                assertThat(Character.isLowSurrogate(text.charAt(start)))
                        .as("seed %d, token at %d", seed, start)
                        .isFalse();
            }
        }
    }

    @Test
    void counts_add_up_over_text_that_is_cut_between_words() {
        for (long seed = 0; seed < 200; seed++) {
            String text = "Perché no? " + seed + " 😀 anchor's weight: 3.14 kg. ";
            assertThat(tokenizer.count(text + text)).as("seed %d", seed).isEqualTo(2 * tokenizer.count(text));
        }
    }
}
