package dev.quarry.tenant.key;

import com.fasterxml.uuid.Generators;
import dev.quarry.failure.Failure;
import dev.quarry.http.Page;
import dev.quarry.tenant.AccessRole;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys for those who have the database itself: the command line. The caller's transaction sees every tenant's rows. */
public final class KeyDesk {
    private KeyDesk() {}

    /**
     * Makes a key.
     *
     * @param tenant the tenant's name; null for an operator's key
     * @return the key's text, which nobody can be told again; fails with {@link Failure.NotFound} without such a tenant
     */
    public static Uni<String> create(
            SqlConnection connection,
            String name,
            AccessRole role,
            @Nullable String tenant,
            @Nullable OffsetDateTime expiresAt) {
        KeyText text = KeyText.random();
        UUID id = Generators.timeBasedEpochGenerator(new SecureRandom()).generate();
        if (tenant == null) {
            return KeySql.insert(connection, id, text, new KeyDraft(name, role, null, expiresAt))
                    .replaceWith(text.text());
        }
        return KeySql.tenant(connection, tenant)
                .map(found -> found.orElseThrow(() -> new Failure.NotFound("there is no tenant " + tenant)))
                .flatMap(number ->
                        KeySql.insert(connection, id, text, new KeyDraft(name, role, new TenantId(number), expiresAt)))
                .replaceWith(text.text());
    }

    /** The newest keys of all tenants, {@value Page#LONGEST} at most. */
    public static Uni<List<ApiKey>> list(SqlConnection connection) {
        return KeySql.list(connection, null, new Page(Page.LONGEST, 0));
    }

    /** Revokes a key, on every instance within seconds. @return whether there is such a key */
    public static Uni<Boolean> revoke(SqlConnection connection, UUID id) {
        return KeySql.revoke(connection, id).call(() -> KeySql.tellInstances(connection));
    }
}
