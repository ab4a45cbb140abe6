package dev.quarry.postgres.pool;

import dev.quarry.postgres.url.HostAndPort;
import dev.quarry.postgres.url.TargetSession;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.net.ConnectException;
import java.util.Iterator;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One host: encrypted and in plain text in the order of the sslmode, a look at the session, and all of it in time. */
final class HostAttempt {
    private static final String SESSION_KIND =
            "select pg_is_in_recovery(), current_setting('default_transaction_read_only') = 'on'";

    private final ContextInternal context;
    private final SharedClients clients;
    private final HostOptions options;
    private final HostAndPort host;
    private final TlsFallback fallback;
    private @Nullable TrackedSockets open;
    private boolean late;

    HostAttempt(ContextInternal context, SharedClients clients, HostOptions options, HostAndPort host) {
        this.context = context;
        this.clients = clients;
        this.options = options;
        this.host = host;
        this.fallback = new TlsFallback(options.url(), host);
    }

    /** A session of the wanted kind, within the timeout. */
    Future<PgConnection> connect(TargetSession wanted) {
        Promise<PgConnection> result = context.promise();
        long timeout = options.settings().timeout().toMillis();
        long timer = context.owner().setTimer(timeout, due -> {
            late = true;
            if (result.tryFail(new TimeoutException(host + " did not open a session within " + timeout + " ms"))) {
                abandon();
            }
        });
        tryEach(fallback.order().iterator(), null)
                .compose(connection -> demand(wanted, connection))
                .onComplete(connected -> {
                    context.owner().cancelTimer(timer);
                    if (connected.failed()) {
                        abandon();
                        result.tryFail(connected.cause());
                    } else if (result.tryComplete(connected.result()) && open != null) {
                        open.keep();
                    }
                });
        return result.future();
    }

    /** Encrypted or not, one after the other; the first error is the one that says most. */
    private Future<PgConnection> tryEach(Iterator<Boolean> order, @Nullable Throwable before) {
        boolean encrypted = order.next();
        TrackedSockets sockets = new TrackedSockets(context, clients);
        open = sockets;
        return sockets.open(options.forTry(host, encrypted)).recover(error -> {
            sockets.abandon();
            Throwable clear = fallback.explain(error, before);
            return !late && order.hasNext() && fallback.helps(error)
                    ? tryEach(order, clear)
                    : Future.failedFuture(clear);
        });
    }

    private Future<PgConnection> demand(TargetSession wanted, PgConnection connection) {
        if (wanted == TargetSession.ANY) {
            return Future.succeededFuture(connection);
        }
        return connection.query(SESSION_KIND).execute().compose(rows -> {
            Row row = rows.iterator().next();
            boolean inRecovery = row.getBoolean(0);
            boolean readOnly = row.getBoolean(1);
            if (wanted.accepts(inRecovery, readOnly)) {
                return Future.succeededFuture(connection);
            }
            String kind = inRecovery ? "a standby" : readOnly ? "read only" : "a primary";
            ConnectException unfit =
                    new ConnectException("it is " + kind + ", and target_session_attrs=" + wanted.text());
            return connection.close().transform(closed -> Future.failedFuture(unfit));
        });
    }

    private void abandon() {
        if (open != null) {
            open.abandon();
        }
    }
}
