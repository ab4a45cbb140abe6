package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills each chunk with whole sentences until the next does not fit. A sentence that is too large by itself is cut at its
 * lines and words; a heading goes with the sentence after it.
 */
final class SentenceChunker implements Chunker {
    @Override
    public List<ChunkSpan> chunk(String text, ChunkSize size, Tokenizer tokenizer) {
        SourceText source = new SourceText(text, size, tokenizer);
        List<Span> pieces = new ArrayList<>();
        Span open = null;
        for (Span sentence : source.boundaries().sentences(source.whole())) {
            open = add(source, open, sentence, pieces);
        }
        if (open != null) {
            pieces.add(open);
        }
        return source.chunks(pieces);
    }

    /** @return the piece that is still open */
    private static Span add(SourceText source, @Nullable Span open, Span sentence, List<Span> pieces) {
        Span together = open == null ? sentence : new Span(open.start(), sentence.end());
        if (source.fits(together)) {
            return together;
        }
        if (open == null || source.boundaries().holdsOnlyHeadings(open)) {
            pieces.addAll(RecursiveCut.pieces(source, together, Boundaries.LINE));
            return pieces.removeLast();
        }
        pieces.add(open);
        return add(source, null, sentence, pieces);
    }
}
