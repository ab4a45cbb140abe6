package dev.quarry.postgres;

import dev.quarry.failure.Failure;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/**
 * How a transaction is opened and ended on a connection.
 *
 * <p>Opening is one simple query of several statements, and the caller's first statement follows it on the wire without
 * waiting: scope, deadline and role cost no round trip. All of them are local to the transaction, so that they hold on a
 * transaction pooler too and nothing remains on a connection that goes back to a pool.
 *
 * @param settings what is set for the transaction because no session holds it; empty where sessions are ours
 */
record Transaction(Kind kind, RowScope scope, RuntimeRole role, Deadline deadline, SessionSettings settings) {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** Where the client ends a statement at the deadline, the server's own timeout is for when that message is lost. */
    private static final Duration SERVER_GRACE = Duration.ofMillis(500);

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

    private static final String PERHAPS_DONE = "; look whether the change was made before you repeat it";

    enum Kind {
        READ("begin isolation level read committed read only"),
        SNAPSHOT("begin isolation level repeatable read read only"),
        WRITE("begin isolation level read committed read write");

        private final String begin;

        Kind(String begin) {
            this.begin = begin;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Runs the work between begin and commit; after a failure the transaction is rolled back.
     *
     * @param begun called when the server has begun the transaction
     */
    <T> Uni<T> between(SqlConnection connection, Runnable begun, Function<SqlConnection, Uni<T>> work) {
        return Uni.combine()
                .all()
                .unis(
                        execute(connection, opening()).invoke(begun),
                        Uni.createFrom().deferred(() -> work.apply(connection)))
                .with((opened, result) -> result)
                .onItem()
                .call(() -> execute(connection, "commit"))
                .onFailure()
                .call(() -> rollback(connection));
    }

    /**
     * Whether a statement that was cancelled may have met the server's own timeout, and not the client's request. The two
     * cannot be told apart by their code, and their texts are translated.
     */
    boolean mayHaveTimedOutOnServer() {
        return deadline.hasPassedBy(SERVER_GRACE);
    }

    /** What a caller is told who would wait longer than the deadline. */
    Failure tooLate() {
        String when = "the database did not finish within the deadline of "
                + deadline.whole().toMillis() + " ms";
        return new Failure.Busy(kind == Kind.WRITE ? when + PERHAPS_DONE : when, RETRY_AFTER, null);
    }

    /** Why a statement failed, as a caller is told. */
    Throwable failure(Throwable error) {
        Throwable failure = SqlState.statementFailure(error);
        // One that is a failure already had no connection to begin with.
        return kind == Kind.WRITE && !(error instanceof Failure) && failure instanceof Failure.Upstream lost
                ? new Failure.Upstream(lost.getMessage() + PERHAPS_DONE, error)
                : failure;
    }

    /** Every value in it is a number, a constant or comes from an enum: nothing to quote. */
    private String opening() {
        return kind.begin
                + "; select " + scope.settings()
                + ", set_config('statement_timeout', '"
                + serverTimeout().toMillis() + "', true)"
                + settings.alsoSet()
                + role.alsoSet();
    }

    private Duration serverTimeout() {
        Duration left = deadline.remaining();
        if (settings.clientMayCancel()) {
            return left.plus(SERVER_GRACE);
        }
        // To the server, no time at all means no limit.
        return left.compareTo(SHORTEST_TIMEOUT) > 0 ? left : SHORTEST_TIMEOUT;
    }

    private static Uni<Void> rollback(SqlConnection connection) {
        // A connection that cannot roll back is broken, and the pool knows when it closes.
        return execute(connection, "rollback").onFailure().recoverWithNull();
    }

    private static Uni<Void> execute(SqlConnection connection, String sql) {
        return connection.query(sql).execute().replaceWithVoid();
    }
}
