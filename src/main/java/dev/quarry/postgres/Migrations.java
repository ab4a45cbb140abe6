package dev.quarry.postgres;

import dev.quarry.failure.Failure;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * Brings the schema to what this version needs, at start, before anything else touches the database.
 *
 * <p>It works on a short JDBC connection of its own, as the URL's user, who owns the tables. Replicas that start together
 * wait for each other on Flyway's lock.
 */
@ApplicationScoped
public class Migrations {
    /** The version of the newest migration in db/migration. */
    public static final int NEWEST_VERSION = 13;

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Duration AFTER_A_LOCK = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(Migrations.class);

    private static final String BYPASSES_ROW_SECURITY =
            "select rolsuper or rolbypassrls from pg_roles where rolname = current_user";

    /** Two services that start at once both find the role missing; the second one's error is the first one's success. */
    private static final String MAKE_RUNTIME_ROLE = """
            do $$
            begin
              begin
                create role quarry_app nologin noinherit;
              exception when duplicate_object or unique_violation then
                null;
              end;
              -- A superuser may take any role; one that only bypasses row-level security must be a member.
              if not (select rolsuper from pg_roles where rolname = current_user)
                 and not pg_has_role('quarry_app', 'MEMBER') then
                execute format('grant quarry_app to %I', current_user);
              end if;
            end
            $$""";

    private static final String GRANT_TO_RUNTIME_ROLE = """
            grant usage on schema quarry to quarry_app;
            grant select, insert, update, delete on all tables in schema quarry to quarry_app;
            grant usage on all sequences in schema quarry to quarry_app;
            revoke all on quarry.flyway_schema_history from quarry_app""";

    private final Flyway flyway;
    private final DataSource owner;
    private final RuntimeRole role;

    Migrations(Flyway flyway, DataSource owner, RuntimeRole role) {
        this.flyway = flyway;
        this.owner = owner;
        this.role = role;
    }

    void migrate(@Observes @Priority(StartOrder.MIGRATIONS) StartupEvent start) {
        int applied = flyway.migrate().migrationsExecuted;
        if (applied > 0) {
            LOG.infof("migrations_applied count=%d", applied);
        }
        if (asOwner(Migrations::makeRuntimeRole)) {
            role.take();
        }
        grantToRuntimeRole();
    }

    /**
     * Defines tables that depend on what is found at start, such as an embedding space's; row-level security and grants
     * are the caller's statements' business and {@link RuntimeRole}'s. Idempotent statements only: replicas run them too.
     *
     * @throws Failure.Busy when a lock is not to be had within seconds; nothing was changed then
     */
    public <T> T define(OwnerWork<T> work) {
        T result = asOwner(work);
        grantToRuntimeRole();
        return result;
    }

    /** Puts the table's rows under row-level security, as the migrations do with every tenant's table. */
    public void protectTenantRows(Statement statement, String table) throws SQLException {
        statement.execute("select protect_tenant_rows('" + table + "')");
    }

    /** Work on the owner's connection. */
    @FunctionalInterface
    public interface OwnerWork<T> {
        T run(Statement statement) throws SQLException;
    }

    /** @return whether statements must run as that role */
    private static boolean makeRuntimeRole(Statement statement) throws SQLException {
        if (!isTrue(statement, BYPASSES_ROW_SECURITY)) {
            return false;
        }
        statement.execute(MAKE_RUNTIME_ROLE);
        // It must be possible to take the role: refused here, at start, rather than in every transaction.
        statement.execute("set local role quarry_app");
        statement.execute("reset role");
        return true;
    }

    private void grantToRuntimeRole() {
        if (role.isTaken()) {
            var _ = asOwner(statement -> statement.execute(GRANT_TO_RUNTIME_ROLE));
        }
    }

    private <T> T asOwner(OwnerWork<T> work) {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local search_path to " + SearchPath.VALUE);
                // Two replicas that start at once define the same tables: one after the other.
                statement.execute(
                        "select pg_advisory_xact_lock(hashtext('" + LockNamespace.DEFINITIONS.key() + "'), 0)");
                // Rather fail than make every request queue behind a lock that waits for a long reader.
                statement.execute("set local lock_timeout = '5s'");
                T result = work.run(statement);
                connection.commit();
                return result;
            }
        } catch (SQLException error) {
            if (LOCK_NOT_AVAILABLE.equals(error.getSQLState())) {
                throw new Failure.Busy(
                        "the tables are in use: the lock on them was not to be had in time", AFTER_A_LOCK, error);
            }
            throw new IllegalStateException("the database's tables could not be defined: " + error.getMessage(), error);
        }
    }

    private static boolean isTrue(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
