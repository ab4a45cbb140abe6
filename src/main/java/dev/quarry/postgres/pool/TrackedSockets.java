package dev.quarry.postgres.pool;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.impl.PgConnectionFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x's factory for one try, which keeps hold of the socket until there is a connection.
 *
 * <p>Vert.x leaves a socket open when the server has no TLS, and gives no handle to one whose server says nothing. Without
 * one, every try at a server that hangs would cost a file descriptor here and a process there.
 */
final class TrackedSockets extends PgConnectionFactory {
    private static final Duration CANCEL_DEADLINE = Duration.ofSeconds(2);

    private final ContextInternal context;
    private final SharedClients clients;
    private final HandshakeWatch handshake = new HandshakeWatch();
    private @Nullable NetSocket socket;
    private State state = State.OPENING;

    private enum State {
        OPENING,
        KEPT,
        ABANDONED
    }

    TrackedSockets(ContextInternal context, SharedClients clients) {
        super(context.owner(), () -> Future.failedFuture("options are named at every try"));
        this.context = context;
        this.clients = clients;
    }

    Future<PgConnection> open(PgConnectOptions options) {
        return connect((Context) context, options)
                .map(PgConnection::cast)
                .recover(error -> Future.failedFuture(handshake.reasonOf(error)));
    }

    /** The connection now belongs to the caller. */
    void keep() {
        state = State.KEPT;
        socket = null;
    }

    /** Closes the socket, at once or as soon as there is one. */
    void abandon() {
        state = State.ABANDONED;
        if (socket != null) {
            close(socket);
        }
    }

    @Override
    protected NetClient netClient(NetClientOptions options) {
        return new ObservedNetClient(clients.like(options), this::opened);
    }

    private void opened(NetSocket opened) {
        switch (state) {
            case OPENING -> {
                socket = opened;
                handshake.watch(opened);
            }
            case KEPT -> {
                // A request to cancel, which closes its socket itself once it is sent; a server that does not answer
                // the question for TLS before is not waited for.
                context.owner().setTimer(CANCEL_DEADLINE.toMillis(), late -> close(opened));
            }
            case ABANDONED -> close(opened);
        }
    }

    /** Past the protocol's handler, which says goodbye, shuts one direction down and waits for the server to do the rest. */
    private static void close(NetSocket socket) {
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        // One that is gone already has no handlers left to pass.
        if (channel.isOpen()) {
            var _ = channel.pipeline().firstContext().close();
        }
    }
}
