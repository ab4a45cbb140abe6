package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.List;

/** Fills each chunk to its size with whole words, and looks at nothing else: windows of equal size over the text. */
final class FixedChunker implements Chunker {
    @Override
    public List<ChunkSpan> chunk(String text, ChunkSize size, Tokenizer tokenizer) {
        SourceText source = new SourceText(text, size, tokenizer);
        List<Span> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = source.endOfFullPiece(start, text.length());
            pieces.add(new Span(start, end));
            start = end;
        }
        return source.chunks(pieces);
    }
}
