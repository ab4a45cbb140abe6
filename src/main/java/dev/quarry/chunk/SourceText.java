package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A text that is being cut: its boundaries, tokens and headings, and the way from a strategy's pieces to chunks. */
final class SourceText {
    private final String text;
    private final ChunkSize size;
    private final Tokenizer tokenizer;
    private final Boundaries boundaries;
    private final TokenCounts tokens;
    private final HeadingPaths headings;
    /** Tokens of a piece at most: a chunk is a piece and its overlap. */
    private final int limit;

    SourceText(String text, ChunkSize size, Tokenizer tokenizer) {
        this.text = text;
        this.size = size;
        this.tokenizer = tokenizer;
        this.boundaries = Boundaries.of(text);
        this.tokens = new TokenCounts(tokenizer.tokenStarts(text));
        this.headings = HeadingPaths.of(text);
        this.limit = size.fresh();
    }

    String text() {
        return text;
    }

    Boundaries boundaries() {
        return boundaries;
    }

    HeadingPaths headings() {
        return headings;
    }

    Span whole() {
        return new Span(0, text.length());
    }

    boolean fits(Span span) {
        return tokensOf(span) <= limit && span.length() <= limit * ChunkSize.CHARACTERS_PER_TOKEN;
    }

    /** Whether the span is a quarter of a piece or less: by itself it says little. */
    boolean isShort(Span span) {
        return tokensOf(span) * 4 <= limit;
    }

    /** The end of the longest piece that begins at {@code start}, not after {@code end}: where a word begins, if there is one. */
    int endOfFullPiece(int start, int end) {
        int byTokens = tokens.startOfTokensAfter(start, limit, end);
        int byCharacters = (int) Math.min(end, (long) start + (long) limit * ChunkSize.CHARACTERS_PER_TOKEN);
        int furthest = Math.max(start + 1, Math.min(byTokens, byCharacters));
        if (furthest == end) {
            return end;
        }
        int word = boundaries.wordAtOrBefore(furthest, start);
        return word > start ? word : Graphemes.atOrBefore(text, start, furthest);
    }

    /** Chunks of pieces, each under the headings that stand above its beginning, with the overlap that is asked for. */
    List<ChunkSpan> chunks(List<Span> pieces) {
        return chunks(pieces, piece -> headings.at(piece.start()));
    }

    List<ChunkSpan> chunks(List<Span> pieces, Function<Span, String> headingPath) {
        List<ChunkSpan> settled = new ArrayList<>();
        pieces.forEach(piece -> settle(piece.trimmed(text), headingPath, settled));
        return new Overlap(text, size, tokenizer, boundaries, tokens).widen(settled);
    }

    private int tokensOf(Span span) {
        return tokens.between(span.start(), span.end());
    }

    /**
     * Keeps the promise of the size. Counting the whole text's tokens is an estimate where a word was cut; here each
     * piece is counted by itself, and halved while it is too large.
     */
    private void settle(Span piece, Function<Span, String> headingPath, List<ChunkSpan> settled) {
        if (piece.length() == 0) {
            return;
        }
        int counted = tokenizer.count(text.substring(piece.start(), piece.end()));
        if (counted <= limit || piece.length() <= 2) {
            settled.add(new ChunkSpan(piece.start(), piece.end(), counted, headingPath.apply(piece)));
            return;
        }
        int middle = boundaries.wordAtOrAfter(piece.start() + piece.length() / 2, piece.end());
        if (middle >= piece.end()) {
            middle = Graphemes.middle(text, piece);
        }
        settle(new Span(piece.start(), middle).trimmed(text), headingPath, settled);
        settle(new Span(middle, piece.end()).trimmed(text), headingPath, settled);
    }
}
