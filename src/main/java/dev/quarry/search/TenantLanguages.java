package dev.quarry.search;

import dev.quarry.document.Language;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** In which languages a tenant's chunks are, as it was a moment ago. */
@ApplicationScoped
class TenantLanguages {
    private static final long KNOWN_FOR = Duration.ofSeconds(10).toNanos();
    /** Beyond so many tenants all are asked for again. */
    private static final int MOST_TENANTS = 10_000;

    private final Database database;
    private final Map<TenantId, Known> known = new ConcurrentHashMap<>();

    TenantLanguages(Database database) {
        this.database = database;
    }

    private record Known(Map<Language, Long> chunks, long nanoTime) {
        boolean isFresh() {
            return System.nanoTime() - nanoTime < KNOWN_FOR;
        }
    }

    /** How many chunks there are in each language; none without. */
    Uni<Map<Language, Long>> chunks(SearchQuery query) {
        Known before = known.get(query.tenant());
        if (before == null) {
            return read(query);
        }
        return before.isFresh() || !isMineToRefresh(query.tenant(), before)
                ? Uni.createFrom().item(before.chunks())
                : read(query).onFailure(Failure.class).recoverWithItem(before.chunks());
    }

    /** True for one of those who find it stale. The others, and all when that one fails, take it as it was for a while. */
    private boolean isMineToRefresh(TenantId tenant, Known stale) {
        return known.replace(tenant, stale, new Known(stale.chunks(), System.nanoTime()));
    }

    private Uni<Map<Language, Long>> read(SearchQuery query) {
        return database.standbyRead(
                        query.tenant().rows(),
                        query.deadline(),
                        connection -> LanguageSql.chunks(connection, query.tenant()))
                .invoke(chunks -> remember(query.tenant(), chunks));
    }

    private void remember(TenantId tenant, Map<Language, Long> chunks) {
        if (known.size() >= MOST_TENANTS) {
            known.clear();
        }
        known.put(tenant, new Known(chunks, System.nanoTime()));
    }
}
