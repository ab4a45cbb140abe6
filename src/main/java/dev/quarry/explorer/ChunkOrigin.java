package dev.quarry.explorer;

/** Where a chunk's content comes from. */
public enum ChunkOrigin {
    /** It is what the document's source says between its offsets. */
    SOURCE,
    /** Somebody changed it. */
    EDITED,
    /** Somebody added it. */
    ADDED
}
