package dev.quarry.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quarry.testing.RandomTexts;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** What holds for every chunker, tokenizer and text. */
public final class ChunkerProperties {
    private final Chunker chunker;
    private final Tokenizer tokenizer;

    public ChunkerProperties(Chunker chunker, Tokenizer tokenizer) {
        this.chunker = chunker;
        this.tokenizer = tokenizer;
    }

    /** Checks as many random texts, sizes and overlaps. A failure names the seed: call {@link #checkOne} with it. */
    public void checkMany(long seed, int texts) {
        Random seeds = new Random(seed);
        for (int i = 0; i < texts; i++) {
            checkOne(seeds.nextLong());
        }
    }

    public void checkOne(long seed) {
        Random random = new Random(seed);
        int tokens = random.nextInt(ChunkSize.SMALLEST, tokenizer.limit() + 1);
        int overlap = random.nextBoolean() ? 0 : random.nextInt(tokens / 2 + 1);
        String name = "seed " + seed + ", size " + tokens + ", overlap " + overlap;
        check(new RandomTexts(seed).next(), new ChunkSize(tokens, overlap), name);
    }

    public void check(String text, ChunkSize size, String name) {
        List<ChunkSpan> spans = chunker.chunk(text, size, tokenizer);
        assertThat(chunker.chunk(text, size, tokenizer)).as(name).isEqualTo(spans);
        BitSet covered = new BitSet(text.length());
        int previousStart = -1;
        int previousEnd = 0;
        for (ChunkSpan span : spans) {
            String which = name + ", chunk [" + span.start() + ", " + span.end() + ")";
            checkContent(text, span, size, which);
            assertThat(span.start()).as("%s begins after the one before", which).isGreaterThan(previousStart);
            assertThat(span.end()).as("%s ends after the one before", which).isGreaterThan(previousEnd);
            checkOverlap(text, span.start(), previousEnd, size, which);
            covered.set(span.start(), span.end());
            previousStart = span.start();
            previousEnd = span.end();
        }
        checkCovered(text, covered, name);
    }

    private void checkContent(String text, ChunkSpan span, ChunkSize size, String which) {
        String content = span.of(text);
        assertThat(content)
                .as(which)
                .isEqualTo(text.substring(span.start(), span.end()))
                .isNotBlank();
        assertThat(Character.isLowSurrogate(content.charAt(0)))
                .as("%s begins with a whole character", which)
                .isFalse();
        assertThat(Character.isHighSurrogate(content.charAt(content.length() - 1)))
                .as("%s ends with a whole character", which)
                .isFalse();
        assertThat(span.tokens())
                .as("%s counts its tokens", which)
                .isEqualTo(tokenizer.count(content))
                .as("%s keeps to the size", which)
                .isLessThanOrEqualTo(size.tokens());
        assertThat(content.length())
                .as("%s is not longer than its tokens allow", which)
                .isLessThanOrEqualTo(size.tokens() * ChunkSize.CHARACTERS_PER_TOKEN);
    }

    private void checkOverlap(String text, int start, int previousEnd, ChunkSize size, String which) {
        if (start < previousEnd) {
            assertThat(tokenizer.count(text.substring(start, previousEnd)))
                    .as("%s shares no more tokens than asked", which)
                    .isLessThanOrEqualTo(size.overlap());
            assertThat(size.overlap()).as("%s overlaps only when asked", which).isPositive();
        }
    }

    private static void checkCovered(String text, BitSet covered, String name) {
        for (int at = covered.nextClearBit(0); at < text.length(); at = covered.nextClearBit(at + 1)) {
            assertThat(Character.isWhitespace(text.charAt(at)))
                    .as("%s: the character at %d is in a chunk", name, at)
                    .isTrue();
        }
    }
}
