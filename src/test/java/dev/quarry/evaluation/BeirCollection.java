package dev.quarry.evaluation;

import java.util.List;
import java.util.Map;

/**
 * A judged collection.
 *
 * @param documents those with a text; empty ones cannot be found and are only counted
 * @param queries those with at least one relevant document
 * @param judgements by query id: the grade of each judged document by its id
 */
record BeirCollection(
        String name,
        List<Document> documents,
        int emptyDocuments,
        List<Query> queries,
        Map<String, Map<String, Integer>> judgements) {

    /** A document; the title may be empty. */
    record Document(String id, String title, String text) {}

    /** A question. */
    record Query(String id, String text) {}
}
