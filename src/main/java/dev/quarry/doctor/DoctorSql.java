package dev.quarry.doctor;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The doctor's questions. All of them only read what every login may see. */
final class DoctorSql {
    private static final String TLS_VERSION = "select version from pg_stat_ssl where pid = pg_backend_pid() and ssl";

    private static final String EXTENSIONS = """
            select name, coalesce('installed ' || installed_version, 'available ' || default_version) as version
            from pg_available_extensions
            where name in ('vector', 'pg_trgm', 'btree_gist', 'unaccent')""";

    private static final String HAS_SCHEMA_HISTORY =
            "select to_regclass('quarry.flyway_schema_history') is not null as there";

    private static final String SCHEMA_VERSION = """
            select coalesce(max(split_part(version, '.', 1)::integer), 0) as version
            from quarry.flyway_schema_history
            where success and version is not null""";

    /** A key of two numbers shows its first as an oid, which is the same bits without a sign. */
    private static final String HOLDERS = """
            select pid, coalesce(application_name, '?') as application_name,
              'for ' || coalesce(date_trunc('second', now() - backend_start)::text, 'a time that is not shown') as what
            from pg_locks join pg_stat_activity using (pid)
            where locktype = 'advisory' and objsubid = 2 and granted
              and database = (select oid from pg_database where datname = current_database())
              and classid::bigint = hashtext($1::text)::bigint & 4294967295
            order by backend_start""";

    private static final String STUCK = """
            select pid, application_name,
              state || ' for ' || date_trunc('second', now() - case state when 'active' then query_start else state_change end)
                as what
            from pg_stat_activity
            where datname = current_database()
              and starts_with(application_name, $1::text || ':')
              and pid <> pg_backend_pid()
              and (state like 'idle in transaction%' and state_change < now() - interval '10 seconds'
                   or state = 'active' and query_start < now() - interval '60 seconds')
            order by pid""";

    private DoctorSql() {}

    /**
     * A session at the server.
     *
     * @param what what it does, and for how long
     */
    record Session(int pid, String applicationName, String what) {
        @Override
        public String toString() {
            return applicationName + " (pid " + pid + ") " + what;
        }
    }

    static Uni<Optional<String>> tlsVersion(SqlConnection connection) {
        return connection
                .query(TLS_VERSION)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("version"))
                        .findFirst());
    }

    /** Names and versions of those that the server offers. */
    static Uni<Map<String, String>> extensions(SqlConnection connection) {
        return connection.query(EXTENSIONS).execute().map(rows -> {
            Map<String, String> offered = new TreeMap<>();
            rows.forEach(row -> offered.put(row.getString("name"), row.getString("version")));
            return offered;
        });
    }

    static Uni<Boolean> hasSchemaHistory(SqlConnection connection) {
        return connection
                .query(HAS_SCHEMA_HISTORY)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("there"));
    }

    static Uni<Integer> schemaVersion(SqlConnection connection) {
        return connection
                .query(SCHEMA_VERSION)
                .execute()
                .map(rows -> rows.iterator().next().getInteger("version"));
    }

    /** Sessions that hold an advisory lock of the namespace. */
    static Uni<List<Session>> holders(SqlConnection connection, String namespace) {
        return sessions(connection, HOLDERS, namespace);
    }

    /** Our sessions that have left a transaction open for ten seconds, or run one statement for a minute. */
    static Uni<List<Session>> stuck(SqlConnection connection, String name) {
        return sessions(connection, STUCK, name);
    }

    private static Uni<List<Session>> sessions(SqlConnection connection, String sql, String about) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(about))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(DoctorSql::session)
                        .toList());
    }

    private static Session session(Row row) {
        return new Session(row.getInteger("pid"), row.getString("application_name"), row.getString("what"));
    }
}
