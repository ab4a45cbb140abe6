package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets each piece begin with the end of the chunk before it.
 *
 * <p>Whole words only, no more tokens than were asked for as the tokenizer counts them on their own, and never all of the
 * chunk before: that one would say nothing that its successor does not. A chunk stays under the heading of its piece.
 */
final class Overlap {
    private final String text;
    private final ChunkSize size;
    private final Tokenizer tokenizer;
    private final Boundaries boundaries;
    private final TokenCounts tokens;

    Overlap(String text, ChunkSize size, Tokenizer tokenizer, Boundaries boundaries, TokenCounts tokens) {
        this.text = text;
        this.size = size;
        this.tokenizer = tokenizer;
        this.boundaries = boundaries;
        this.tokens = tokens;
    }

    /** The pieces, each begun earlier where there is room. */
    List<ChunkSpan> widen(List<ChunkSpan> pieces) {
        if (size.overlap() == 0) {
            return pieces;
        }
        List<ChunkSpan> chunks = new ArrayList<>(pieces.size());
        for (ChunkSpan piece : pieces) {
            chunks.add(chunks.isEmpty() ? piece : widen(piece, chunks.getLast()));
        }
        return chunks;
    }

    private ChunkSpan widen(ChunkSpan piece, ChunkSpan before) {
        int from = wordAtOrAfter(earliest(piece, before), piece);
        while (from < piece.start()) {
            int whole = count(from, piece.end());
            // The whole text's tokens were an estimate where a word is cut; here they are counted again.
            if (count(from, piece.start()) <= size.overlap() && whole <= size.tokens()) {
                return new ChunkSpan(from, piece.end(), whole, piece.headingPath());
            }
            from = wordAtOrAfter(from + 1, piece);
        }
        return piece;
    }

    private int earliest(ChunkSpan piece, ChunkSpan before) {
        int byTokens = tokens.startOfTokensBefore(piece.start(), size.overlap());
        int byCharacters = piece.start() - size.overlap() * ChunkSize.CHARACTERS_PER_TOKEN;
        return Math.max(before.start() + 1, Math.max(byTokens, byCharacters));
    }

    private int wordAtOrAfter(int offset, ChunkSpan piece) {
        int word = boundaries.wordAtOrAfter(offset, piece.start());
        return new Span(word, piece.end()).trimmed(text).start();
    }

    private int count(int start, int end) {
        return tokenizer.count(text.substring(start, end));
    }
}
