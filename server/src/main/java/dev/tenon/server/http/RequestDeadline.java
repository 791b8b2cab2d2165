package dev.tenon.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches, before anything is decoded, how long a request takes from its first byte; one per connection. A client that
 * sends one byte at a time is never idle, so idleness alone cannot catch it.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    /** Fired up the pipeline when a request is not whole in time. */
    enum Missed {
        EVENT
    }

    private final Duration timeout;
    private final Connections connections;
    private @Nullable Future<?> timer;

    RequestDeadline(Duration timeout, Connections connections) {
        this.timeout = timeout;
        this.connections = connections;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (timer == null) {
            connections.sending(ctx.channel());
            timer = ctx.executor()
                    .schedule(
                            () -> {
                                ctx.fireUserEventTriggered(Missed.EVENT);
                            },
                            timeout.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
        ctx.fireChannelRead(message);
    }

    /** The request is whole, or given up. On the event loop. */
    void met() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        met();
        ctx.fireChannelInactive();
    }
}
