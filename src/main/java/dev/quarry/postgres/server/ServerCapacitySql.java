package dev.quarry.postgres.server;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/** Asks how many connections the server takes and how many there are. Every login may: no rights are needed. */
public final class ServerCapacitySql {
    /**
     * Limits of the role and of the database do not bind a superuser. PostgreSQL 16 brought reserved_connections. The name of
     * an application is shown of other roles' sessions too; ours are NAME:INSTANCE:POOL.
     */
    private static final String CAPACITY = """
            select
              current_setting('max_connections')::integer as max_connections,
              current_setting('superuser_reserved_connections')::integer
                + coalesce(current_setting('reserved_connections', true), '0')::integer as reserved,
              case when rolsuper then -1 else rolconnlimit end as role_limit,
              case when rolsuper then -1 else datconnlimit end as database_limit,
              (select sum(numbackends) from pg_stat_database)::integer as in_use,
              (select count(distinct substr(application_name, length($1::text) + 2, 8))
                 from pg_stat_activity
                 where starts_with(application_name, $1::text || ':')
                   and substr(application_name, length($1::text) + 2) ~ '^[0-9a-f]{8}:[a-z]+$')::integer as instances
            from pg_roles, pg_database
            where rolname = session_user and datname = current_database()""";

    private ServerCapacitySql() {}

    /**
     * Asks.
     *
     * @param name what the instances to be counted are called
     */
    public static Uni<ServerCapacity> capacity(SqlConnection connection, String name) {
        return connection
                .preparedQuery(CAPACITY)
                .execute(Tuple.of(name))
                .map(rows -> capacity(rows.iterator().next()));
    }

    private static ServerCapacity capacity(Row row) {
        return new ServerCapacity(
                row.getInteger("max_connections"),
                row.getInteger("reserved"),
                row.getInteger("role_limit"),
                row.getInteger("database_limit"),
                row.getInteger("in_use"),
                row.getInteger("instances"));
    }
}
