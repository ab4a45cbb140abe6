package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts at the strongest boundary that makes the pieces fit: headings, then paragraphs, lines, sentences, words and at last
 * anywhere between two characters. Neighbouring pieces that fit into one chunk together are joined again, and a heading is
 * not parted from what it heads.
 */
public final class RecursiveChunker implements Chunker {
    @Override
    public String strategy() {
        return "recursive";
    }

    @Override
    public List<ChunkSpan> chunk(String text, ChunkSize size, Tokenizer tokenizer) {
        if (text.isBlank()) {
            return List.of();
        }
        return new Cutting(text, size, tokenizer).chunks();
    }

    /** One text being cut. */
    private static final class Cutting {
        private final String text;
        private final Tokenizer tokenizer;
        private final Boundaries boundaries;
        private final TokenCounts tokens;
        private final HeadingPaths headings;
        private final ChunkSize size;
        private final int limit;

        Cutting(String text, ChunkSize size, Tokenizer tokenizer) {
            this.text = text;
            this.tokenizer = tokenizer;
            this.boundaries = Boundaries.of(text);
            this.tokens = new TokenCounts(tokenizer.tokenStarts(text));
            this.headings = HeadingPaths.of(text);
            this.size = size;
            this.limit = size.fresh();
        }

        List<ChunkSpan> chunks() {
            List<Span> pieces = new ArrayList<>();
            cut(new Span(0, text.length()), Boundaries.STRONGEST, pieces);
            List<ChunkSpan> settled = new ArrayList<>();
            pieces.forEach(piece -> settle(piece.trimmed(text), settled));
            return new Overlap(text, size, tokenizer, boundaries, tokens).widen(settled);
        }

        /** Cuts the span at boundaries of the level or weaker ones until every piece fits, and joins what fits together. */
        private void cut(Span span, int level, List<Span> pieces) {
            if (fits(span)) {
                pieces.add(span);
                return;
            }
            if (level > Boundaries.WEAKEST) {
                cutAnywhere(span, pieces);
                return;
            }
            Span joined = null;
            for (Span part : boundaries.split(span, level)) {
                Span together = joined == null ? part : new Span(joined.start(), part.end());
                if (fits(together)) {
                    joined = together;
                    continue;
                }
                if (joined != null && boundaries.holdsOnlyHeadings(joined)) {
                    // A heading by itself says nothing: it stays with the beginning of what stands under it.
                    cut(together, level + 1, pieces);
                    joined = remainder(level, pieces);
                    continue;
                }
                if (joined != null) {
                    pieces.add(joined);
                    joined = null;
                }
                if (fits(part)) {
                    joined = part;
                } else {
                    cut(part, level + 1, pieces);
                    joined = remainder(level, pieces);
                }
            }
            if (joined != null) {
                pieces.add(joined);
            }
        }

        /** The last piece of what was just cut: more may fit into it, though not of another section. */
        private static @Nullable Span remainder(int level, List<Span> pieces) {
            return level == Boundaries.STRONGEST ? null : pieces.removeLast();
        }

        /** The last resort: halves, never inside a surrogate pair. */
        private void cutAnywhere(Span span, List<Span> pieces) {
            if (fits(span) || span.length() <= 2) {
                pieces.add(span);
                return;
            }
            int middle = span.middle(text);
            cutAnywhere(new Span(span.start(), middle), pieces);
            cutAnywhere(new Span(middle, span.end()), pieces);
        }

        private boolean fits(Span span) {
            return tokens.between(span.start(), span.end()) <= limit
                    && span.length() <= limit * ChunkSize.CHARACTERS_PER_TOKEN;
        }

        /**
         * Keeps the promise of the size. Counting the whole text's tokens is an estimate where a word was cut; here each
         * piece is counted by itself, and halved while it is too large.
         */
        private void settle(Span piece, List<ChunkSpan> settled) {
            if (piece.length() == 0) {
                return;
            }
            int counted = tokenizer.count(text.substring(piece.start(), piece.end()));
            if (counted <= limit || piece.length() <= 2) {
                settled.add(new ChunkSpan(piece.start(), piece.end(), counted, headings.at(piece.start())));
                return;
            }
            int middle = boundaries.wordAtOrAfter(piece.middle(text), piece.end());
            if (middle >= piece.end()) {
                middle = piece.middle(text);
            }
            settle(new Span(piece.start(), middle).trimmed(text), settled);
            settle(new Span(middle, piece.end()).trimmed(text), settled);
        }
    }
}
