package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a chunk of each section: a heading and what stands under it, up to the next heading of whatever level.
 *
 * <p>A section that is too large is cut recursively. One that is short (a quarter of a chunk or less) is joined with its
 * neighbour where both fit together and the neighbour does not stand higher; a heading with nothing under it always goes with
 * what follows. A chunk of several sections stands under the headings that they share.
 */
final class MarkdownChunker implements Chunker {
    @Override
    public List<ChunkSpan> chunk(String text, ChunkSize size, Tokenizer tokenizer) {
        SourceText source = new SourceText(text, size, tokenizer);
        List<ChunkSpan> chunks = new ArrayList<>();
        for (Span section : joined(source)) {
            List<Span> pieces = RecursiveCut.pieces(source, section, Boundaries.PARAGRAPH);
            chunks.addAll(source.chunks(pieces, piece -> path(source, piece)));
        }
        return chunks;
    }

    private static String path(SourceText source, Span piece) {
        return source.headings().shared(source.boundaries().endOfLeadingHeadings(piece), piece.end());
    }

    private static List<Span> joined(SourceText source) {
        List<Span> joined = new ArrayList<>();
        Span open = null;
        for (Span section : source.boundaries().split(source.whole(), Boundaries.STRONGEST)) {
            if (open != null && belongTogether(source, open, section)) {
                open = new Span(open.start(), section.end());
                continue;
            }
            close(open, joined);
            open = section;
        }
        close(open, joined);
        return joined;
    }

    private static void close(@Nullable Span open, List<Span> joined) {
        if (open != null) {
            joined.add(open);
        }
    }

    private static boolean belongTogether(SourceText source, Span before, Span section) {
        Boundaries boundaries = source.boundaries();
        boolean higher = boundaries.headingLevelAt(section.start()) < boundaries.headingLevelAt(before.start());
        if (higher) {
            return false;
        }
        boolean fit = source.fits(new Span(before.start(), section.end()));
        if (boundaries.holdsOnlyHeadings(before)) {
            return fit || !boundaries.holdsOnlyHeadings(section);
        }
        return fit && (source.isShort(before) || source.isShort(section));
    }
}
