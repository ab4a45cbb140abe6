package dev.quarry.search.lexical;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.tenant.TenantId;

/**
 * What the fuzzy search is asked.
 *
 * @param text words without signs
 * @param filter which documents' chunks may be hits
 * @param minSimilarity from 0 to 1
 * @param limit hits that are wanted
 */
public record FuzzyQuestion(TenantId tenant, String text, DocumentFilter filter, double minSimilarity, int limit) {}
