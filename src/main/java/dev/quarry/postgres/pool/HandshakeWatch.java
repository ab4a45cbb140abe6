package dev.quarry.postgres.pool;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import org.jspecify.annotations.Nullable;

/** Remembers why a TLS handshake failed. Vert.x only says that it did, since it hears of the closed socket first. */
final class HandshakeWatch extends ChannelInboundHandlerAdapter {
    private @Nullable Throwable failure;

    void watch(NetSocket socket) {
        // Ahead of the protocol's handlers, which come to stand before the same one later.
        ((NetSocketInternal) socket).channelHandlerContext().pipeline().addBefore("handler", "handshake-watch", this);
    }

    /** What broke the handshake, or what was known before. */
    Throwable reasonOf(Throwable error) {
        return failure != null ? failure : error;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls != null) {
            failure = tls.handshakeFuture().cause();
        }
        super.channelInactive(context);
    }
}
