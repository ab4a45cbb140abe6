package dev.quarry.postgres.pool;

import dev.quarry.postgres.url.DatabaseUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.Map;

/**
 * Opens connections to the server that a URL names; of several hosts, to the first that fits, as libpq does.
 *
 * <pre>
 *   Connector ──► HostSearch (which host) ──► HostAttempt (TLS or not, in time) ──► TrackedSockets (Vert.x)
 * </pre>
 */
public final class Connector {
    private final VertxInternal vertx;
    private final HostOptions options;
    private final SharedClients clients;

    /** @throws IllegalArgumentException when the URL asks for settings of a session that no transaction would keep */
    public Connector(Vertx vertx, DatabaseUrl url, Settings settings) {
        if (settings.transactionPooler() && !url.serverSettings().isEmpty()) {
            throw new IllegalArgumentException("the database URL has options, which set up a session, and leads to a"
                    + " transaction pooler, where every transaction may get another session: leave options out and use"
                    + " alter role … set …");
        }
        this.vertx = (VertxInternal) vertx;
        this.options = new HostOptions(url, settings);
        this.clients = new SharedClients(this.vertx);
    }

    /**
     * How connections are opened.
     *
     * @param applicationName what the server's activity view shows
     * @param sessionSettings what the session is to be set to, where there is a session to set
     * @param transactionPooler whether every transaction may run in another session: then nothing is left in a session,
     *     neither settings nor named statements
     * @param timeout for one host, from the first packet to the server's readiness
     */
    public record Settings(
            String applicationName, Map<String, String> sessionSettings, boolean transactionPooler, Duration timeout) {}

    /**
     * A new connection on an event loop of its own choice, or the error of the client, of the server or of the network. When
     * several hosts were tried, one error names each with its reason.
     */
    public Future<PgConnection> connect() {
        ContextInternal context = vertx.createEventLoopContext();
        Promise<PgConnection> connection = context.promise();
        // All of a search runs on one event loop, so that its parts need no locks. Composed, so that an exception that
        // is
        // thrown is a failed future too: who waits for an opening that is never answered has lost a place for good.
        context.runOnContext(started -> Future.succeededFuture()
                .compose(begun -> new HostSearch(context, clients, options).run())
                .onComplete(connection));
        return connection.future();
    }

    /** Ends what opening needs; connections that are open have to be closed before. */
    public Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        clients.close(closed);
        return closed.future();
    }
}
