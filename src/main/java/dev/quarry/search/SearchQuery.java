package dev.quarry.search;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.tenant.TenantId;
import java.time.Duration;

/**
 * What a capability is asked.
 *
 * @param filter which documents are meant
 * @param depth how many hits it returns at most
 * @param deadline how long it may take
 * @param embedding the text's, once somebody wanted it
 */
public record SearchQuery(
        TenantId tenant, String text, DocumentFilter filter, int depth, Duration deadline, QueryEmbedding embedding) {
    public SearchQuery(TenantId tenant, String text, DocumentFilter filter, int depth, Duration deadline) {
        this(tenant, text, filter, depth, deadline, new QueryEmbedding());
    }

    SearchQuery withDeadline(Duration another) {
        return new SearchQuery(tenant, text, filter, depth, another, embedding);
    }

    SearchQuery withDepth(int another) {
        return new SearchQuery(tenant, text, filter, another, deadline, embedding);
    }

    SearchQuery within(Duration shorter) {
        return shorter.compareTo(deadline) < 0 ? withDeadline(shorter) : this;
    }
}
