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
 */
public record SearchQuery(TenantId tenant, String text, DocumentFilter filter, int depth, Duration deadline) {
    SearchQuery withDeadline(Duration another) {
        return new SearchQuery(tenant, text, filter, depth, another);
    }

    SearchQuery withDepth(int another) {
        return new SearchQuery(tenant, text, filter, another, deadline);
    }

    SearchQuery within(Duration shorter) {
        return shorter.compareTo(deadline) < 0 ? new SearchQuery(tenant, text, filter, depth, shorter) : this;
    }
}
