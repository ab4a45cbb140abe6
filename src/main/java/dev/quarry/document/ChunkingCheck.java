package dev.quarry.document;

import dev.quarry.chunk.ChunkSize;
import dev.quarry.chunk.ChunkingPlan;
import dev.quarry.chunk.ChunkingStrategy;
import dev.quarry.chunk.Tokenizer;
import dev.quarry.failure.Violations;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Whether what is asked of the cutting can be done, and what it comes to with the service's defaults. */
@ApplicationScoped
public class ChunkingCheck {
    private final DocumentConfig.Chunking defaults;
    private final Tokenizer tokenizer;

    ChunkingCheck(DocumentConfig config, Tokenizer tokenizer) {
        this.defaults = config.chunking();
        this.tokenizer = tokenizer;
    }

    /**
     * Notes what is wrong.
     *
     * @param path what stands before the fields' names in the request, such as {@code chunking.}; empty for its top
     */
    public void check(DocumentRequest.@Nullable Chunking asked, String path, Violations violations) {
        if (asked == null) {
            return;
        }
        String strategy = asked.strategy();
        violations.require(
                strategy == null || ChunkingStrategy.labelled(strategy).isPresent(),
                path + "strategy",
                "is not known; allowed: " + ChunkingStrategy.labels());
        int size = size(asked);
        violations.require(
                size >= ChunkSize.SMALLEST && size <= tokenizer.limit(),
                path + "size",
                "must be between " + ChunkSize.SMALLEST + " and " + tokenizer.limit()
                        + ", what the embedding model reads");
        int overlap = overlap(asked, size);
        violations.require(
                overlap >= 0 && overlap <= size / 2,
                path + "overlap",
                "must be between 0 and half of the size, which is " + size / 2);
    }

    /** What a checked request comes to; the service's defaults for what it leaves out. */
    public ChunkingPlan plan(DocumentRequest.@Nullable Chunking asked) {
        String strategy = asked == null ? null : asked.strategy();
        int size = size(asked);
        return new ChunkingPlan(
                strategy == null
                        ? defaults.strategy()
                        : ChunkingStrategy.labelled(strategy).orElseThrow(),
                new ChunkSize(size, overlap(asked, size)));
    }

    /** A chunking that a document was once cut by, as far as the model of today can read its chunks. */
    DocumentRequest.Chunking feasible(DocumentRequest.Chunking stored) {
        int size = Math.min(size(stored), tokenizer.limit());
        return new DocumentRequest.Chunking(stored.strategy(), size, Math.min(overlap(stored, size), size / 2));
    }

    /** Whether the request says anything about the cutting. */
    public static boolean isAsked(DocumentRequest.@Nullable Chunking asked) {
        return asked != null && (asked.strategy() != null || asked.size() != null || asked.overlap() != null);
    }

    private int size(DocumentRequest.@Nullable Chunking asked) {
        Integer size = asked == null ? null : asked.size();
        return size == null ? Math.min(defaults.size(), tokenizer.limit()) : size;
    }

    /** The default gives way to a size that has no room for it. */
    private int overlap(DocumentRequest.@Nullable Chunking asked, int size) {
        Integer overlap = asked == null ? null : asked.overlap();
        return overlap == null ? Math.min(defaults.overlap(), size / 2) : overlap;
    }
}
