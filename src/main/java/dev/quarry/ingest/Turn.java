package dev.quarry.ingest;

/** Whose wish it is that a document is embedded now. */
enum Turn {
    /** The watcher's: one that failed waits until its next attempt is due. */
    WHEN_DUE,
    /** Somebody asked for this very document: it is tried whenever it was to be tried again. */
    AT_ONCE
}
