package dev.tenon.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Tells a client that there is no room for its connection, whatever it is about to ask. Under TLS it is closed without a word. */
final class Turnaway extends ChannelInboundHandlerAdapter {
    /** As long as what the client sends is read, it can read the answer. */
    private static final long LINGER_MILLIS = 1_000;

    private static final String BODY = """
        {"error":{"message":"The server has no room for another connection. Try again later.","type":"server_error",\
        "param":null,"code":"too_many_connections"}}\
        """;

    private static final byte[] ANSWER = ("""
        HTTP/1.1 503 Service Unavailable\r
        content-type: application/json\r
        content-length: %d\r
        retry-after: 1\r
        x-should-retry: true\r
        connection: close\r
        \r
        """.formatted(BODY.length()) + BODY).getBytes(StandardCharsets.US_ASCII);

    private final boolean silent;

    Turnaway(boolean silent) {
        this.silent = silent;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (silent || !(ctx.channel() instanceof DuplexChannel duplex)) {
            ctx.close();
            return;
        }
        ctx.writeAndFlush(Unpooled.wrappedBuffer(ANSWER)).addListener(sent -> duplex.shutdownOutput());
        ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
