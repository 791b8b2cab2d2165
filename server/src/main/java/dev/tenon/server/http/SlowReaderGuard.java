package dev.tenon.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose reader takes next to nothing of what waits for it; one per connection, nearest to the socket. A reader
 * of one byte a second is never idle, and would keep an answer in memory, and a generation waiting, for as long as it likes.
 */
final class SlowReaderGuard extends ChannelDuplexHandler {
    private final long periodMillis;
    private final long leastBytes;

    private long written;
    private long done;
    private long takenBefore;
    private @Nullable Future<?> timer;

    SlowReaderGuard(HttpLimits limits) {
        periodMillis = limits.stallTimeout().toMillis();
        leastBytes = Math.max(1, limits.readRate() * periodMillis / 1_000);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            int length = bytes.readableBytes();
            written += length;
            ctx.write(message, promise.unvoid()).addListener(sent -> done += length);
        } else {
            ctx.write(message, promise);
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        ctx.flush();
        if (timer == null && done < written) {
            takenBefore = taken(ctx);
            schedule(ctx);
        }
    }

    private void schedule(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> look(ctx), periodMillis, TimeUnit.MILLISECONDS);
    }

    private void look(ChannelHandlerContext ctx) {
        timer = null;
        if (done >= written) {
            return;
        }
        long taken = taken(ctx);
        if (taken - takenBefore < leastBytes) {
            ctx.close();
        } else {
            takenBefore = taken;
            schedule(ctx);
        }
    }

    /** Bytes that the kernel has taken. */
    private long taken(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        return done + (buffer == null ? 0 : buffer.currentProgress());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        ctx.fireChannelInactive();
    }
}
