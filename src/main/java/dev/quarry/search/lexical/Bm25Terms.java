package dev.quarry.search.lexical;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The query as the lexical index has it.
 *
 * @param terms in every language that the tenant has chunks in, those too that no chunk holds
 * @param averageLength lexemes in one of the tenant's chunks
 */
record Bm25Terms(List<Bm25Term> terms, double averageLength) {
    Bm25Terms {
        terms = List.copyOf(terms);
    }

    /** All the postings of all terms. */
    long postings() {
        return terms.stream().mapToLong(Bm25Term::chunks).sum();
    }

    /** What no score reaches: that of a chunk which says nothing but all of the query, in the language where that is the most. */
    double highest() {
        return highestSum(terms);
    }

    /** The sum of the terms' weights, in the language where it is the highest: a chunk is of one language. */
    static double highestSum(List<Bm25Term> terms) {
        return terms.stream()
                .collect(Collectors.groupingBy(Bm25Term::language, Collectors.summingDouble(Bm25Term::weight)))
                .values()
                .stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }
}
