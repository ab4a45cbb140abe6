package dev.quarry.tenant.key;

import dev.quarry.http.Page;
import dev.quarry.tenant.AccessRole;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of {@code api_keys}. Whose they are is row-level security's business. */
final class KeySql {
    private static final String FIND_SHOWN = """
            select k.id, k.name, k.role, k.secret_hash, k.tenant_id, t.name as tenant
            from api_keys k
            left join tenants t on t.id = k.tenant_id
            where k.secret_hash = $1
              and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
              and t.deleting_since is null
            """;

    private static final String INSERT = """
            insert into api_keys (id, tenant_id, name, prefix, secret_hash, role, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String INSERT_UNLESS_KNOWN = INSERT + " on conflict (secret_hash) do nothing";

    private static final String SELECT = """
            select k.id, k.name, k.prefix, k.role, t.name as tenant, k.created_at, k.expires_at, k.revoked_at, k.last_used_at
            from api_keys k
            left join tenants t on t.id = k.tenant_id
            """;

    private static final String FIND = SELECT + "where k.id = $1";

    private static final String LIST = SELECT + """
            where $1::integer is null or k.tenant_id = $1
            order by k.id desc
            limit $2 offset $3
            """;

    private static final String COUNT = "select count(*) from api_keys k where $1::integer is null or k.tenant_id = $1";

    private static final String REVOKE = "update api_keys set revoked_at = coalesce(revoked_at, now()) where id = $1";

    private static final String USED = """
            update api_keys
            set last_used_at = now()
            where id = any($1) and (last_used_at is null or last_used_at < now() - interval '30 seconds')
            """;

    private static final String REMOVE_ENDED = """
            delete from api_keys
            where id in (
              select id from api_keys
              where least(revoked_at, expires_at) < now() - $1 * interval '1 ms'
              limit $2)
            """;

    private static final String TENANT = "select id from tenants where name = $1 and deleting_since is null";

    private static final String TELL = "select pg_notify($1, '')";

    private KeySql() {}

    /** The key with that hash, unless it has ended. */
    static Uni<Optional<ShownKey>> findShown(SqlConnection connection, KeyHash hash) {
        return connection
                .preparedQuery(FIND_SHOWN)
                .execute(Tuple.of(hash.bytes()))
                .map(rows -> {
                    for (Row row : rows) {
                        if (hash.isSame(row.getBuffer("secret_hash").getDelegate())) {
                            return Optional.of(shown(row));
                        }
                    }
                    return Optional.empty();
                });
    }

    static Uni<Void> insert(SqlConnection connection, UUID id, KeyText text, KeyDraft draft) {
        return connection
                .preparedQuery(INSERT)
                .execute(row(id, text.prefix(), text.hash(), draft))
                .replaceWithVoid();
    }

    /** @return whether it was not there yet */
    static Uni<Boolean> insertUnlessKnown(
            SqlConnection connection, UUID id, String prefix, KeyHash hash, KeyDraft draft) {
        return connection
                .preparedQuery(INSERT_UNLESS_KNOWN)
                .execute(row(id, prefix, hash, draft))
                .map(rows -> rows.rowCount() > 0);
    }

    static Uni<Optional<ApiKey>> find(SqlConnection connection, UUID id) {
        return connection.preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(key(row));
            }
            return Optional.empty();
        });
    }

    /** Newest first; of every tenant that may be seen where none is named. */
    static Uni<List<ApiKey>> list(SqlConnection connection, @Nullable TenantId tenant, Page page) {
        return connection
                .preparedQuery(LIST)
                .execute(Tuple.from(Arrays.asList(number(tenant), page.limit(), page.offset())))
                .map(rows -> {
                    List<ApiKey> keys = new ArrayList<>(rows.size());
                    rows.forEach(row -> keys.add(key(row)));
                    return keys;
                });
    }

    static Uni<Long> count(SqlConnection connection, @Nullable TenantId tenant) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.from(Arrays.asList(number(tenant))))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** @return whether there is such a key */
    static Uni<Boolean> revoke(SqlConnection connection, UUID id) {
        return connection.preparedQuery(REVOKE).execute(Tuple.of(id)).map(rows -> rows.rowCount() > 0);
    }

    static Uni<Void> used(SqlConnection connection, List<UUID> keys) {
        return connection
                .preparedQuery(USED)
                .execute(Tuple.of(keys.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    /** Removes keys that ended longer ago than that. @return how many */
    static Uni<Integer> removeEnded(SqlConnection connection, long keepMillis, int limit) {
        return connection
                .preparedQuery(REMOVE_ENDED)
                .execute(Tuple.of((double) keepMillis, limit))
                .map(RowSet::rowCount);
    }

    /** The number of the tenant of that name. */
    static Uni<Optional<Integer>> tenant(SqlConnection connection, String name) {
        return connection.preparedQuery(TENANT).execute(Tuple.of(name)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(row.getInteger("id"));
            }
            return Optional.empty();
        });
    }

    /** Tells every instance, once the transaction commits, to forget what it knows of keys. */
    static Uni<Void> tellInstances(SqlConnection connection) {
        return connection
                .preparedQuery(TELL)
                .execute(Tuple.of(KeyFinder.CHANNEL))
                .replaceWithVoid();
    }

    private static Tuple row(UUID id, String prefix, KeyHash hash, KeyDraft draft) {
        return Tuple.from(Arrays.asList(
                id,
                number(draft.tenant()),
                draft.name(),
                prefix,
                hash.bytes(),
                draft.role().label(),
                draft.expiresAt()));
    }

    private static @Nullable Integer number(@Nullable TenantId tenant) {
        return tenant == null ? null : tenant.value();
    }

    private static ShownKey shown(Row row) {
        Integer tenant = row.getInteger("tenant_id");
        return new ShownKey(
                row.getUUID("id"),
                row.getString("name"),
                role(row),
                tenant == null ? null : new TenantId(tenant),
                row.getString("tenant"));
    }

    private static ApiKey key(Row row) {
        return new ApiKey(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("prefix"),
                role(row),
                row.getString("tenant"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("expires_at"),
                row.getOffsetDateTime("revoked_at"),
                row.getOffsetDateTime("last_used_at"));
    }

    private static AccessRole role(Row row) {
        return AccessRole.valueOf(row.getString("role").toUpperCase(Locale.ROOT));
    }
}
