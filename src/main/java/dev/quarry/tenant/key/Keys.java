package dev.quarry.tenant.key;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.quarry.failure.Failure;
import dev.quarry.http.Page;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Makes, lists and revokes keys. */
@ApplicationScoped
public class Keys {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Database database;
    private final TimeBasedEpochGenerator ids;

    Keys(Database database, TimeBasedEpochGenerator ids) {
        this.database = database;
        this.ids = ids;
    }

    /**
     * A key that was just made.
     *
     * @param text the key itself; nobody can be told it again
     */
    record Made(String text, ApiKey key) {
        @Override
        public String toString() {
            return key.toString();
        }
    }

    /** A part of the keys, and how many there are. */
    record KeyList(
            @Schema(description = "This page of them.") List<ApiKey> keys,

            @Schema(description = "How many there are in all.")
            long total) {}

    /** Tells every instance, once the transaction commits, to forget what it knows of keys. */
    public static Uni<Void> tellInstances(SqlConnection connection) {
        return KeySql.tellInstances(connection);
    }

    /** Makes a key. */
    Uni<Made> create(KeyDraft draft) {
        KeyText text = KeyText.random();
        UUID id = ids.generate();
        return database.write(
                        rowsOf(draft.tenant()),
                        DEADLINE,
                        connection ->
                                KeySql.insert(connection, id, text, draft).chain(() -> KeySql.find(connection, id)))
                .map(found -> new Made(text.text(), found.orElseThrow()));
    }

    /**
     * The keys of a tenant, newest first; those of all tenants, and of operators, where none is named.
     *
     * @param scope what the caller may see
     */
    Uni<KeyList> list(RowScope scope, @Nullable TenantId tenant, Page page) {
        return database.snapshot(
                scope,
                DEADLINE,
                connection -> KeySql.list(connection, tenant, page)
                        .flatMap(keys -> KeySql.count(connection, tenant).map(total -> new KeyList(keys, total))));
    }

    /**
     * Ends a key, on every instance within seconds. Fails with {@link Failure.NotFound}.
     *
     * @param scope what the caller may see
     */
    Uni<Void> revoke(RowScope scope, UUID id) {
        return database.write(
                scope,
                DEADLINE,
                connection -> KeySql.revoke(connection, id)
                        .invoke(known -> {
                            if (!known) {
                                throw new Failure.NotFound("there is no key " + id);
                            }
                        })
                        .chain(() -> KeySql.tellInstances(connection)));
    }

    /**
     * Makes the key of that text, unless one with that text was made before: revoked or not, it is left as it is.
     *
     * @return whether it was made
     */
    Uni<Boolean> createUnlessKnown(String text, String prefix, KeyDraft draft) {
        return database.write(
                rowsOf(draft.tenant()),
                DEADLINE,
                connection -> KeySql.insertUnlessKnown(connection, ids.generate(), prefix, KeyHash.of(text), draft));
    }

    private static RowScope rowsOf(@Nullable TenantId tenant) {
        return tenant == null ? RowScope.EVERY_TENANT : tenant.rows();
    }
}
