package dev.quarry.postgres.pool;

import io.vertx.core.Future;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;

/** Vert.x's network clients, made once for all tries, since each reads the certificates anew. */
final class SharedClients extends PgConnectionFactory {
    SharedClients(VertxInternal vertx) {
        super(vertx, () -> Future.failedFuture("options are named at every try"));
    }

    NetClient like(NetClientOptions options) {
        return netClient(options);
    }
}
