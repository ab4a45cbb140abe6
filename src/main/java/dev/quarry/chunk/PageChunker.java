package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a chunk of each page. A form feed (U+000C) ends a page; a page that is too large is cut recursively. No chunk reaches
 * over a page's end, and none is begun with the end of the page before.
 */
final class PageChunker implements Chunker {
    private static final char FORM_FEED = '\f';

    @Override
    public List<ChunkSpan> chunk(String text, ChunkSize size, Tokenizer tokenizer) {
        SourceText source = new SourceText(text, size, tokenizer);
        List<ChunkSpan> chunks = new ArrayList<>();
        for (Span page : pages(text)) {
            chunks.addAll(source.chunks(RecursiveCut.pieces(source, page, Boundaries.STRONGEST)));
        }
        return chunks;
    }

    private static List<Span> pages(String text) {
        List<Span> pages = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(FORM_FEED); end >= 0; end = text.indexOf(FORM_FEED, start)) {
            pages.add(new Span(start, end).trimmed(text));
            start = end + 1;
        }
        pages.add(new Span(start, text.length()).trimmed(text));
        return pages;
    }
}
