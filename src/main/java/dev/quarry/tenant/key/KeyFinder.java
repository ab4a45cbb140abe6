package dev.quarry.tenant.key;

import dev.quarry.postgres.Database;
import dev.quarry.postgres.Notifications;
import dev.quarry.postgres.StartOrder;
import dev.quarry.tenant.ShortMemory;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;

/** Finds the key that a request shows, by its hash. */
@ApplicationScoped
public class KeyFinder {
    /** Notified when a key is revoked, or its tenant's name or life has changed. */
    public static final String CHANNEL = "quarry_keys";

    /** Beyond so many keys all are looked up again. */
    private static final int MOST_REMEMBERED = 10_000;

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Database database;
    private final Notifications notifications;
    private final ShortMemory<KeyHash, Optional<ShownKey>> known;

    KeyFinder(Database database, Notifications notifications, KeyConfig config) {
        this.database = database;
        this.notifications = notifications;
        this.known = new ShortMemory<>(config.rememberFor(), MOST_REMEMBERED);
    }

    void listen(@Observes @Priority(StartOrder.PIPELINE) StartupEvent start) {
        notifications.listen(CHANNEL, known::forget);
    }

    /** The key with that text; empty when there is none, or it has ended. One that is wrong takes the same way as any other. */
    public Uni<Optional<ShownKey>> find(String text) {
        KeyHash hash = KeyHash.of(text);
        return known.get(
                hash, () -> database.read(hash.rows(), DEADLINE, connection -> KeySql.findShown(connection, hash)));
    }

    /** Whether an answer about that text is at hand. */
    public boolean isRemembered(String text) {
        return known.remembers(KeyHash.of(text));
    }
}
