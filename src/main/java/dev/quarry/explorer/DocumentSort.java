package dev.quarry.explorer;

/**
 * What a list of documents may be sorted by. What a document says itself is read from its row, by an index where there is one;
 * what is counted of chunks has to be counted of all documents before the first of them is known.
 */
enum DocumentSort {
    CREATED_AT("d.created_at", "", SortOrder.DESC),
    TITLE("left(d.title, 100)", "", SortOrder.ASC),
    STATUS("d.status", "", SortOrder.ASC),
    /** As {@code mode()}, of a handful of rows a document instead of all: of several, the first by name. */
    MOST_USED_STRATEGY("counted.figure", counted("""
            select distinct on (used.document_id) used.document_id, used.chunking_strategy as figure
            from (
              select c.document_id, c.chunking_strategy, count(*) as chunks
              from document_chunks c
              where c.tenant_id = $1
              group by c.document_id, c.chunking_strategy
            ) as used
            order by used.document_id, used.chunks desc, used.chunking_strategy
            """), SortOrder.ASC),
    TOTAL_CHUNKS("coalesce(counted.figure, 0)", ofChunks("count(*)"), SortOrder.DESC),
    AVG_CHUNK_SIZE("counted.figure", ofChunks("sum(c.chunk_size)::numeric / count(*)"), SortOrder.DESC),
    EMBEDDED_CHUNKS("coalesce(counted.figure, 0)", EmbeddedChunks.BY_PROOF, SortOrder.DESC);

    private final String key;
    private final String tables;
    private final SortOrder usualDirection;

    DocumentSort(String key, String tables, SortOrder usualDirection) {
        this.key = key;
        this.tables = tables;
        this.usualDirection = usualDirection;
    }

    /** The key, in a statement over {@code documents d}. */
    String key() {
        return key;
    }

    /** Whether it is a figure of a document's chunks, which one without chunks may lack. */
    boolean isCounted() {
        return !tables.isEmpty();
    }

    /** Common table expressions for the key. */
    String tables() {
        return tables;
    }

    /** Whether {@link #tables} are right, in a statement that has them: elsewhere {@link EmbeddedChunks#COMPARED} are. */
    String proof() {
        return this == EMBEDDED_CHUNKS ? "(select holds from proof)" : "true";
    }

    /** What is joined to the documents for the key. */
    String join() {
        return isCounted() ? "left join counted on counted.document_id = d.id" : "";
    }

    /** Where the caller does not say. */
    SortOrder usualDirection() {
        return usualDirection;
    }

    private static String ofChunks(String figure) {
        return counted("select c.document_id, " + figure
                + " as figure from document_chunks c where c.tenant_id = $1 group by c.document_id");
    }

    private static String counted(String figures) {
        return "counted as materialized (" + figures + "), ";
    }
}
