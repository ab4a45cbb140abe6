package dev.quarry.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.testing.RandomTexts;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewChunkTest {

    @Test
    void offsets_count_characters_so_that_an_emoji_is_one() {
        String text = "😀 one 👍 two";
        List<NewChunk> chunks =
                NewChunk.of(text, List.of(new ChunkSpan(0, 6, 2, "Top"), new ChunkSpan(7, 13, 2, "Top > In")));
        assertThat(chunks)
                .containsExactly(
                        new NewChunk(0, "😀 one", 0, 5, 2, "Top"), new NewChunk(1, "👍 two", 6, 11, 2, "Top > In"));
    }

    @Test
    void spans_that_overlap_are_counted_from_where_they_begin() {
        String text = "😀😀😀😀";
        assertThat(NewChunk.of(text, List.of(new ChunkSpan(0, 6, 3, ""), new ChunkSpan(2, 8, 3, ""))))
                .containsExactly(new NewChunk(0, "😀😀😀", 0, 3, 3, ""), new NewChunk(1, "😀😀😀", 1, 4, 3, ""));
    }

    @Test
    void the_characters_between_the_offsets_are_the_content() {
        for (long seed = 0; seed < 200; seed++) {
            String text = new RandomTexts(seed).next();
            int[] characters = text.codePoints().toArray();
            List<ChunkSpan> spans = new RecursiveChunker().chunk(text, new ChunkSize(40, 10), new PiecesOfFour());
            for (NewChunk chunk : NewChunk.of(text, spans)) {
                assertThat(new String(characters, chunk.startOffset(), chunk.endOffset() - chunk.startOffset()))
                        .as("seed %d, position %d", seed, chunk.position())
                        .isEqualTo(chunk.content());
            }
        }
    }

    @Test
    void positions_are_numbered_from_zero() {
        assertThat(NewChunk.of("abc", List.of(new ChunkSpan(0, 1, 1, ""), new ChunkSpan(1, 2, 1, ""))))
                .extracting(NewChunk::position)
                .containsExactly(0, 1);
        assertThat(NewChunk.of("abc", List.of())).isEmpty();
    }

    @Test
    void sha_256_is_taken_of_the_utf_8_form() {
        assertThat(HexFormat.of().formatHex(NewChunk.sha256("abc")))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(NewChunk.sha256("é")).isNotEqualTo(NewChunk.sha256("e\u0301"));
    }

    @Test
    void chunks_that_say_the_same_under_the_same_headings_have_one_hash_wherever_they_stand() {
        byte[] hash = new NewChunk(0, "same", 0, 4, 1, "One").contentHash();

        assertThat(new NewChunk(7, "same", 70, 74, 1, "One").contentHash()).isEqualTo(hash);
        assertThat(new NewChunk(0, "same", 0, 4, 1, "Two").contentHash()).isNotEqualTo(hash);
        assertThat(new NewChunk(0, "other", 0, 5, 1, "One").contentHash()).isNotEqualTo(hash);
    }
}
