package dev.quarry.explorer;

/** What a list of a document's chunks may be sorted by. */
enum ChunkSort {
    POSITION("c.position"),
    CREATED_AT("c.created_at"),
    SIZE("c.chunk_size");

    private final String key;

    ChunkSort(String key) {
        this.key = key;
    }

    /** The key, in a statement over {@code document_chunks c}. */
    String key() {
        return key;
    }
}
