package dev.quarry.search.lexical;

import java.util.List;

/**
 * What spellings are compared with.
 *
 * @param texts a short query, or words and identifiers of a long one
 * @param share how much of the query they are, above 0 and up to 1: who spells one word of ten alike has not matched the query
 */
record Sought(List<String> texts, double share) {
    Sought {
        texts = List.copyOf(texts);
    }

    /** The whole of a short query. */
    static Sought whole(List<String> texts) {
        return new Sought(texts, 1);
    }

    /**
     * Some words of a query.
     *
     * @param words of the query that were taken
     * @param of how many it has
     * @param identifiers each means one thing, whatever else is said
     */
    static Sought some(List<String> words, int of, List<String> identifiers, List<String> texts) {
        return new Sought(texts, identifiers.isEmpty() ? Math.min(1, words.size() / (double) Math.max(1, of)) : 1);
    }
}
