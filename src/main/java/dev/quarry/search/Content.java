package dev.quarry.search;

import org.jspecify.annotations.Nullable;

/** What an answer shows of an item. */
sealed interface Content permits Passage, Item.OwnRecord {
    String title();

    /** The text itself; null where a record has none. */
    @Nullable
    String content();
}
