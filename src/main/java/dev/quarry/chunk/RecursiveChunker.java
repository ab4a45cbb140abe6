package dev.quarry.chunk;

import java.util.List;

/**
 * Cuts at the strongest boundary that makes the pieces fit: headings, then paragraphs, lines, sentences, words and at last
 * anywhere between two characters. Neighbouring pieces that fit into one chunk together are joined again, and a heading is
 * not parted from what it heads.
 */
final class RecursiveChunker implements Chunker {
    @Override
    public List<ChunkSpan> chunk(String text, ChunkSize size, Tokenizer tokenizer) {
        SourceText source = new SourceText(text, size, tokenizer);
        return source.chunks(RecursiveCut.pieces(source, source.whole(), Boundaries.STRONGEST));
    }
}
