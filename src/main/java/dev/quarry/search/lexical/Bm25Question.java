package dev.quarry.search.lexical;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.tenant.TenantId;

/**
 * What BM25 is asked.
 *
 * @param filter which documents' chunks may be hits; the counts that scores are made of stay those of all the tenant's chunks
 * @param limit hits that are wanted
 */
public record Bm25Question(TenantId tenant, QueryText query, DocumentFilter filter, int limit, Settings settings) {
    /**
     * How it is answered.
     *
     * @param k1 how soon further occurrences of a word stop counting
     * @param b how much a chunk's length counts, from 0 to 1
     * @param postings how many postings may be read
     */
    public record Settings(double k1, double b, long postings) {}
}
