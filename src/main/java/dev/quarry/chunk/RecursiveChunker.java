package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts at the strongest boundary that makes the pieces fit: headings, then paragraphs, lines, sentences, words and at last
 * anywhere between two characters. Neighbouring pieces that fit into one chunk together are joined again.
 */
public final class RecursiveChunker implements Chunker {
    /**
     * A chunk's longest length in characters for each token. A word without end (a Base64 block) is a single unknown token
     * to the model; characters bound it.
     */
    private static final int CHARACTERS_PER_TOKEN = 16;

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
        private final int limit;
        private final int overlap;
        private final int fresh;

        Cutting(String text, ChunkSize size, Tokenizer tokenizer) {
            this.text = text;
            this.tokenizer = tokenizer;
            this.boundaries = Boundaries.of(text);
            this.tokens = new TokenCounts(tokenizer.tokenStarts(text));
            this.headings = HeadingPaths.of(text);
            this.limit = size.tokens();
            this.overlap = size.overlap();
            this.fresh = size.tokens() - size.overlap();
        }

        List<ChunkSpan> chunks() {
            List<Span> pieces = new ArrayList<>();
            cut(new Span(0, text.length()), Boundaries.STRONGEST, pieces);
            List<ChunkSpan> chunks = new ArrayList<>();
            for (Span piece : pieces) {
                add(withOverlap(piece).trimmed(text), chunks);
            }
            return chunks;
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
                if (joined != null) {
                    pieces.add(joined);
                    joined = null;
                }
                if (fits(part)) {
                    joined = part;
                } else {
                    cut(part, level + 1, pieces);
                }
            }
            if (joined != null) {
                pieces.add(joined);
            }
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
            return tokens.between(span.start(), span.end()) <= fresh && span.length() <= fresh * CHARACTERS_PER_TOKEN;
        }

        private Span withOverlap(Span piece) {
            if (overlap == 0 || piece.start() == 0) {
                return piece;
            }
            int earliest = tokens.startOfTokensBefore(piece.start(), overlap);
            return new Span(boundaries.wordAtOrAfter(earliest, piece.start()), piece.end());
        }

        /**
         * Keeps the promise of the size. Counting the whole text's tokens is an estimate where a word was cut; here each
         * chunk is counted by itself, and halved while it is too large.
         */
        private void add(Span span, List<ChunkSpan> chunks) {
            if (span.length() == 0) {
                return;
            }
            int counted = tokenizer.count(text.substring(span.start(), span.end()));
            if (counted <= limit || span.length() <= 2) {
                chunks.add(new ChunkSpan(span.start(), span.end(), counted, headings.at(span.start())));
                return;
            }
            int middle = boundaries.wordAtOrAfter(span.middle(text), span.end());
            if (middle >= span.end()) {
                middle = span.middle(text);
            }
            add(new Span(span.start(), middle).trimmed(text), chunks);
            add(new Span(middle, span.end()).trimmed(text), chunks);
        }
    }
}
