package dev.quarry.explorer;

/** Whether a chunk can be found. */
public enum ChunkState {
    /** It is in the indexes. */
    SERVING,
    /** It is in none. */
    DISABLED
}
