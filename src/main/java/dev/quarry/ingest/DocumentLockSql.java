package dev.quarry.ingest;

import dev.quarry.postgres.LockNamespace;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who holds which of our advisory locks, as the server sees it. */
public final class DocumentLockSql {
    /** A key is two hashes. Of the documents only those that somebody claims are compared, which are few. */
    private static final String HELD = """
            select n.key as namespace, l.pid, a.application_name as holder, d.id as document_id, d.title, d.tenant_id,
                   d.claimed_at as since
            from pg_locks l
            join unnest($1::text[]) as n (key) on l.classid = hashtext(n.key)::oid
            left join pg_stat_activity a on a.pid = l.pid
            left join documents d on d.claimed_by is not null and n.key = $2 and hashtext(d.id::text)::oid = l.objid
            where l.locktype = 'advisory' and l.objsubid = 2 and l.granted
              and l.database = (select oid from pg_database where datname = current_database())
            order by d.claimed_at nulls last, l.pid
            """;

    private DocumentLockSql() {}

    public static Uni<List<DocumentLock>> held(SqlConnection connection) {
        String[] namespaces =
                Arrays.stream(LockNamespace.values()).map(LockNamespace::key).toArray(String[]::new);
        return connection
                .preparedQuery(HELD)
                .execute(Tuple.of(namespaces, LockNamespace.DOCUMENT.key()))
                .map(rows -> {
                    List<DocumentLock> locks = new ArrayList<>(rows.size());
                    rows.forEach(row -> locks.add(lock(row)));
                    return locks;
                });
    }

    private static DocumentLock lock(Row row) {
        return new DocumentLock(
                row.getString("namespace"),
                row.getInteger("pid"),
                row.getString("holder"),
                row.getUUID("document_id"),
                row.getString("title"),
                row.getInteger("tenant_id"),
                row.getOffsetDateTime("since"));
    }
}
