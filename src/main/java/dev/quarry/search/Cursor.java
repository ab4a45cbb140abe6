package dev.quarry.search;

import java.util.UUID;

/** Where a page begins. */
sealed interface Cursor {
    /**
     * In a ranking.
     *
     * @param offset hits that were answered before
     * @param depth how many hits each leg was asked for, for the page before
     */
    record Ranked(int offset, int depth) implements Cursor {}

    /** In a listing: behind this chunk. */
    record Listed(UUID documentId, int position) implements Cursor {}
}
