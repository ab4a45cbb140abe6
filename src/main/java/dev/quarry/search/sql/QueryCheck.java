package dev.quarry.search.sql;

import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Tries a query of the settings on the server, in a read-only transaction and as its role, without reading a row. */
@ApplicationScoped
class QueryCheck {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Database database;

    QueryCheck(Database database) {
        this.database = database;
    }

    /**
     * The columns of the query's rows. Waits for the database: not for the event loop.
     *
     * @throws IllegalStateException in one line that names the setting, what is wrong and what to change
     */
    List<Column> check(OwnQuery query) {
        OwnRowsSql.Role role = ask(query, "role", connection -> OwnRowsSql.role(connection), "");
        if (role.unbound()) {
            throw new IllegalStateException(
                    query.setting("role") + " is " + role.name()
                            + ", for which row-level security does not hold; name a role that is neither superuser nor BYPASSRLS");
        }
        List<Column> columns = ask(
                query,
                "query",
                connection -> OwnRowsSql.prepare(connection, query.template())
                        .chain(() -> OwnRowsSql.columns(connection, query.template())),
                role.name());
        try {
            Column.check(columns);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalStateException(query.setting("query") + " " + wrong.getMessage(), wrong);
        }
        return columns;
    }

    private <T> T ask(OwnQuery query, String setting, Function<SqlConnection, Uni<T>> question, String role) {
        try {
            return database.read(
                            TenantId.DEFAULT.rows(),
                            DEADLINE,
                            connection -> OwnRowsSql.takeRole(connection, query.role())
                                    .chain(() -> question.apply(connection)))
                    .await()
                    .atMost(DEADLINE.multipliedBy(2));
        } catch (PgException refused) {
            throw new IllegalStateException(
                    query.setting(setting) + ": PostgreSQL refuses it: " + explain(refused, role), refused);
        } catch (Failure failure) {
            throw new IllegalStateException(
                    query.setting(setting) + " could not be tried: " + failure.getMessage(), failure);
        }
    }

    private static String explain(PgException refused, String role) {
        String advice = switch (String.valueOf(refused.getSqlState())) {
            case UNDEFINED_TABLE ->
                ". Tables are looked for in the schemas quarry, public and extensions, as far as the role " + role
                        + " may use them; write another schema's name before the table's";
            case INSUFFICIENT_PRIVILEGE ->
                role.isEmpty()
                        ? ". Let the database's user be a member of it: grant ROLE to USER"
                        : ". It runs as the role " + role + ": grant select on the table, and usage on its schema, to "
                                + role;
            default -> refused.getHint() == null ? "" : ". " + refused.getHint();
        };
        return (refused.getErrorMessage() + " (SQLSTATE " + refused.getSqlState() + ")" + advice)
                .replaceAll("\\s+", " ");
    }
}
