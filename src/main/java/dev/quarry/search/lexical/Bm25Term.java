package dev.quarry.search.lexical;

/**
 * A lexeme of the query in one of the tenant's languages.
 *
 * @param weight what a chunk's score gains by it at most: n · idf · (k1 + 1), where n is how often the query says it
 * @param chunks how many of the tenant's chunks in that language hold it
 * @param required whether it belongs to a phrase, so that every hit in that language holds it
 */
record Bm25Term(String language, String lexeme, double weight, long chunks, boolean required) {}
