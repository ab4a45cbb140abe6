package dev.quarry.ingest;

import dev.quarry.document.Document;
import dev.quarry.postgres.LockNamespace;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Where a document stands, and who has it. */
final class DocumentStateSql {
    private static final String STATUS = "select status from documents where tenant_id = $1 and id = $2";

    private static final String LOCK_HOLDER = """
            select coalesce(nullif(a.application_name, ''), 'a session without a name') || ' (pid ' || l.pid || ')' as holder
            from pg_locks l
            left join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.objsubid = 2
              and l.database = (select oid from pg_database where datname = current_database())
              and l.classid = hashtext($1::text)::oid and l.objid = hashtext($2::text)::oid
            limit 1
            """;

    private DocumentStateSql() {}

    static Uni<Optional<Document.Status>> status(SqlConnection connection, Unfinished document) {
        return connection
                .preparedQuery(STATUS)
                .execute(Tuple.of(document.tenant().value(), document.documentId()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(Document.Status.valueOf(
                                rows.iterator().next().getString("status").toUpperCase(Locale.ROOT))));
    }

    /** The name and process of the session that holds the document's lock. */
    static Uni<Optional<String>> lockHolder(SqlConnection connection, UUID documentId) {
        return connection
                .preparedQuery(LOCK_HOLDER)
                .execute(Tuple.of(LockNamespace.DOCUMENT.key(), documentId.toString()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("holder")));
    }
}
