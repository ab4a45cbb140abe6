package dev.quarry.document;

import java.util.UUID;

/** What storing a document came to. */
sealed interface StoreOutcome {
    UUID documentId();

    /** It is new. */
    record Created(UUID documentId) implements StoreOutcome {}

    /** It was there already, with the same title, content and chunking. */
    record Unchanged(UUID documentId) implements StoreOutcome {}

    /** It was there with other content, or cut otherwise; only the added chunks are embedded. */
    record Replaced(UUID documentId, int added, int kept, int removed) implements StoreOutcome {}
}
