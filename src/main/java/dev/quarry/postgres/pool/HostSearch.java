package dev.quarry.postgres.pool;

import dev.quarry.postgres.url.HostAndPort;
import dev.quarry.postgres.url.TargetSession;
import io.vertx.core.Future;
import io.vertx.core.impl.ContextInternal;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Goes through the hosts in their order until one fits.
 *
 * <p>As with libpq, a server that answers and refuses, a wrong password above all, ends the search; one that is still
 * starting does not. Other than libpq, a host whose TLS does not suffice is passed over too.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS">libpq</a>
 */
final class HostSearch {
    private static final String STILL_STARTING = "57P03";

    private final ContextInternal context;
    private final SharedClients clients;
    private final HostOptions options;
    private final Map<HostAndPort, Throwable> failures = new LinkedHashMap<>();

    HostSearch(ContextInternal context, SharedClients clients, HostOptions options) {
        this.context = context;
        this.clients = clients;
        this.options = options;
    }

    Future<PgConnection> run() {
        TargetSession target = options.url().targetSession();
        if (target != TargetSession.PREFER_STANDBY) {
            return tryFrom(0, target);
        }
        return tryFrom(0, TargetSession.STANDBY).recover(error -> {
            if (endsSearch(error)) {
                return Future.failedFuture(error);
            }
            failures.clear();
            return tryFrom(0, TargetSession.ANY);
        });
    }

    private Future<PgConnection> tryFrom(int index, TargetSession target) {
        List<HostAndPort> hosts = options.url().hosts();
        if (index == hosts.size()) {
            return Future.failedFuture(summary());
        }
        HostAndPort host = hosts.get(index);
        return new HostAttempt(context, clients, options, host).connect(target).recover(error -> {
            if (endsSearch(error)) {
                return Future.failedFuture(error);
            }
            failures.put(host, error);
            return tryFrom(index + 1, target);
        });
    }

    private static boolean endsSearch(Throwable error) {
        return error instanceof PgException refusal && !STILL_STARTING.equals(refusal.getSqlState());
    }

    private Throwable summary() {
        if (failures.size() == 1) {
            return failures.values().iterator().next();
        }
        String reasons = failures.entrySet().stream()
                .map(failure -> failure.getKey() + " (" + failure.getValue().getMessage() + ")")
                .collect(Collectors.joining(", "));
        ConnectException error = new ConnectException("none of the database URL's hosts can be used: " + reasons);
        failures.values().forEach(error::addSuppressed);
        return error;
    }
}
