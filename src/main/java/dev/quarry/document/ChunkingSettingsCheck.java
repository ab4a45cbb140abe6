package dev.quarry.document;

import dev.quarry.chunk.ChunkSize;
import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Refuses to start with a chunking that no document could be cut by. */
@ApplicationScoped
class ChunkingSettingsCheck {
    private static final String PREFIX = "quarry.document.chunking.";

    private final DocumentConfig.Chunking chunking;

    ChunkingSettingsCheck(DocumentConfig config) {
        this.chunking = config.chunking();
    }

    void check(@Observes @Priority(StartOrder.SETTINGS) StartupEvent start) {
        check();
    }

    /** @throws IllegalStateException naming the setting and what is allowed */
    void check() {
        int half = chunking.size() / 2;
        require(chunking.size() >= ChunkSize.SMALLEST, "size", chunking.size(), "at least " + ChunkSize.SMALLEST);
        require(
                chunking.overlap() >= 0 && chunking.overlap() <= half,
                "overlap",
                chunking.overlap(),
                "between 0 and half of the size, which is " + half);
        DocumentConfig.Semantic semantic = chunking.semantic();
        require(semantic.maxSentences() >= 1, "semantic.max-sentences", semantic.maxSentences(), "at least 1");
        require(semantic.concurrency() >= 1, "semantic.concurrency", semantic.concurrency(), "at least 1");
        require(semantic.deadline().isPositive(), "semantic.deadline", semantic.deadline(), "above 0");
        int preview = chunking.preview().maxContentLength();
        require(preview >= 1, "preview.max-content-length", preview, "at least 1");
    }

    private static void require(boolean holds, String name, Object value, String allowed) {
        if (!holds) {
            throw new IllegalStateException(PREFIX + name + " is " + value + "; it must be " + allowed);
        }
    }
}
