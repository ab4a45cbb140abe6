package dev.quarry.postgres.server;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Asks a server what it is. Every login may. */
public final class ServerFactsSql {
    private static final String FACTS = """
            select
              current_setting('server_version_num')::integer as version,
              current_database()::text as database,
              session_user::text as role,
              rolsuper as superuser,
              rolbypassrls as bypasses_row_security,
              pg_is_in_recovery() as standby,
              coalesce(
                (select pg_has_role(session_user, nspowner, 'MEMBER') from pg_namespace where nspname = 'quarry'),
                has_database_privilege(session_user, current_database(), 'CREATE')) as may_create_schema,
              pg_backend_pid() as backend
            from pg_roles
            where rolname = session_user""";

    private static final String BACKEND = "select pg_backend_pid() as backend";

    private ServerFactsSql() {}

    public static Uni<ServerFacts> facts(SqlConnection connection) {
        return connection
                .query(FACTS)
                .execute()
                .map(rows -> facts(rows.iterator().next()));
    }

    /** The process that serves this transaction: behind a transaction pooler another one each time. */
    public static Uni<Integer> backend(SqlConnection connection) {
        return connection
                .query(BACKEND)
                .execute()
                .map(rows -> rows.iterator().next().getInteger("backend"));
    }

    private static ServerFacts facts(Row row) {
        return new ServerFacts(
                new ServerVersion(row.getInteger("version")),
                row.getString("database"),
                row.getString("role"),
                row.getBoolean("superuser"),
                row.getBoolean("bypasses_row_security"),
                row.getBoolean("standby"),
                row.getBoolean("may_create_schema"),
                row.getInteger("backend"));
    }
}
