package dev.quarry.postgres.pool;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows every socket that it opens to an observer before it hands it out. */
final class ObservedNetClient implements NetClient {
    private final NetClient client;
    private final Consumer<NetSocket> observer;

    ObservedNetClient(NetClient client, Consumer<NetSocket> observer) {
        this.client = client;
        this.observer = observer;
    }

    @Override
    public Future<NetSocket> connect(SocketAddress address, @Nullable String serverName) {
        return client.connect(address, serverName).onSuccess(observer::accept);
    }

    @Override
    public Future<NetSocket> connect(SocketAddress address) {
        return connect(address, (String) null);
    }

    @Override
    public Future<NetSocket> connect(int port, String host) {
        return connect(SocketAddress.inetSocketAddress(port, host));
    }

    @Override
    public Future<NetSocket> connect(int port, String host, @Nullable String serverName) {
        return connect(SocketAddress.inetSocketAddress(port, host), serverName);
    }

    @Override
    public NetClient connect(int port, String host, Handler<AsyncResult<NetSocket>> handler) {
        return handle(connect(port, host), handler);
    }

    @Override
    public NetClient connect(int port, String host, String serverName, Handler<AsyncResult<NetSocket>> handler) {
        return handle(connect(port, host, serverName), handler);
    }

    @Override
    public NetClient connect(SocketAddress address, Handler<AsyncResult<NetSocket>> handler) {
        return handle(connect(address), handler);
    }

    @Override
    public NetClient connect(SocketAddress address, String serverName, Handler<AsyncResult<NetSocket>> handler) {
        return handle(connect(address, serverName), handler);
    }

    @Override
    public Future<Void> close() {
        return client.close();
    }

    @Override
    public void close(Handler<AsyncResult<Void>> handler) {
        client.close(handler);
    }

    @Override
    public Future<Boolean> updateSSLOptions(SSLOptions options, boolean force) {
        return client.updateSSLOptions(options, force);
    }

    @Override
    public boolean isMetricsEnabled() {
        return client.isMetricsEnabled();
    }

    private NetClient handle(Future<NetSocket> socket, Handler<AsyncResult<NetSocket>> handler) {
        socket.onComplete(handler);
        return this;
    }
}
