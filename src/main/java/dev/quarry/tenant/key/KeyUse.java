package dev.quarry.tenant.key;

import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Notes that keys were used, and writes it down now and then: a request costs no write. */
@ApplicationScoped
public class KeyUse {
    private static final Logger LOG = Logger.getLogger(KeyUse.class);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int REMOVED_AT_ONCE = 1000;

    private final Database database;
    private final KeyConfig config;
    private final Set<UUID> used = ConcurrentHashMap.newKeySet();

    KeyUse(Database database, KeyConfig config) {
        this.database = database;
        this.config = config;
    }

    /** The key was used just now. Only keys that exist are noted: they bound it. */
    public void note(UUID key) {
        used.add(key);
    }

    @Scheduled(every = "${quarry.keys.last-use-interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> write() {
        List<UUID> keys = List.copyOf(used);
        keys.forEach(used::remove);
        Uni<Void> written = keys.isEmpty()
                ? Uni.createFrom().voidItem()
                : database.write(RowScope.EVERY_TENANT, DEADLINE, connection -> KeySql.used(connection, keys));
        return written.chain(this::removeEnded)
                .onFailure(Failure.class)
                .invoke(error -> {
                    used.addAll(keys);
                    LOG.warnf("key_use_not_written error=%s", error.getMessage());
                })
                .onFailure(Failure.class)
                .recoverWithNull();
    }

    private Uni<Void> removeEnded() {
        return database.write(
                        RowScope.EVERY_TENANT,
                        DEADLINE,
                        connection -> KeySql.removeEnded(
                                connection, config.keepEnded().toMillis(), REMOVED_AT_ONCE))
                .replaceWithVoid();
    }
}
