package dev.quarry.chunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a span at ever weaker boundaries until every piece fits, and joins what fits together. */
final class RecursiveCut {
    private final SourceText source;
    private final List<Span> pieces = new ArrayList<>();

    private RecursiveCut(SourceText source) {
        this.source = source;
    }

    /** The span in pieces that fit, cut at boundaries of the level or weaker ones. */
    static List<Span> pieces(SourceText source, Span span, int level) {
        RecursiveCut cut = new RecursiveCut(source);
        cut.cut(span, level);
        return cut.pieces;
    }

    private void cut(Span span, int level) {
        if (source.fits(span)) {
            pieces.add(span);
            return;
        }
        if (level > Boundaries.WEAKEST) {
            cutAnywhere(span);
            return;
        }
        Span joined = null;
        for (Span part : source.boundaries().split(span, level)) {
            Span together = joined == null ? part : new Span(joined.start(), part.end());
            if (source.fits(together)) {
                joined = together;
                continue;
            }
            if (joined != null && source.boundaries().holdsOnlyHeadings(joined)) {
                // A heading by itself says nothing: it stays with the beginning of what stands under it.
                cut(together, level + 1);
                joined = remainder(level);
                continue;
            }
            if (joined != null) {
                pieces.add(joined);
                joined = null;
            }
            if (source.fits(part)) {
                joined = part;
            } else {
                cut(part, level + 1);
                joined = remainder(level);
            }
        }
        if (joined != null) {
            pieces.add(joined);
        }
    }

    /** The last piece of what was just cut: more may fit into it, though not of another section. */
    private @Nullable Span remainder(int level) {
        return level == Boundaries.STRONGEST ? null : pieces.removeLast();
    }

    /** The last resort: full pieces of a word without end. */
    private void cutAnywhere(Span span) {
        int start = span.start();
        while (start < span.end()) {
            int end = source.endOfFullPiece(start, span.end());
            pieces.add(new Span(start, end));
            start = end;
        }
    }
}
