package dev.quarry.explorer;

/**
 * What a list of documents may be sorted by. What a document says itself is read from its row, by an index where there is one;
 * what is counted of chunks has to be counted of all documents before the first of them is known.
 */
enum DocumentSort {
    CREATED_AT("d.created_at", "", SortOrder.DESC),
    TITLE("left(d.title, 100)", "", SortOrder.ASC),
    STATUS("d.status", "", SortOrder.ASC),
    MOST_USED_STRATEGY(
            "counted.figure",
            "select c.document_id, mode() within group (order by c.chunking_strategy) as figure from document_chunks c",
            SortOrder.ASC),
    TOTAL_CHUNKS(
            "coalesce(counted.figure, 0)",
            "select c.document_id, count(*) as figure from document_chunks c",
            SortOrder.DESC),
    AVG_CHUNK_SIZE(
            "counted.figure",
            "select c.document_id, avg(c.chunk_size) as figure from document_chunks c",
            SortOrder.DESC),
    EMBEDDED_CHUNKS(
            "coalesce(counted.figure, 0)",
            "select c.document_id, count(*) as figure from document_chunks c"
                    + " join :vectors v on v.tenant_id = c.tenant_id and v.chunk_id = c.id",
            SortOrder.DESC);

    private final String key;
    private final String figures;
    private final SortOrder usualDirection;

    DocumentSort(String key, String figures, SortOrder usualDirection) {
        this.key = key;
        this.figures = figures;
        this.usualDirection = usualDirection;
    }

    /** The key, in a statement over {@code documents d}. */
    String key() {
        return key;
    }

    /** Whether it is a figure of a document's chunks, which one without chunks may lack. */
    boolean isCounted() {
        return !figures.isEmpty();
    }

    /** Common table expressions for the key. */
    String tables() {
        return !isCounted()
                ? ""
                : "counted as materialized (" + figures + " where c.tenant_id = $1 group by c.document_id), ";
    }

    /** What is joined to the documents for the key. */
    String join() {
        return isCounted() ? "left join counted on counted.document_id = d.id" : "";
    }

    /** Where the caller does not say. */
    SortOrder usualDirection() {
        return usualDirection;
    }
}
