package dev.quarry.embedding;

import dev.quarry.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tenants that had many vectors a moment ago: theirs need not be counted before every search. A tenant that has lost them since
 * is looked for in the graph all the same, which finds them too.
 */
final class LargeTenants {
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 10_000;

    private final Map<TenantId, Long> seen = new ConcurrentHashMap<>();

    void remember(TenantId tenant) {
        if (seen.size() >= MOST) {
            seen.clear();
        }
        seen.put(tenant, System.nanoTime());
    }

    boolean contains(TenantId tenant) {
        Long when = seen.get(tenant);
        return when != null && System.nanoTime() - when < REMEMBERED_NANOS;
    }
}
