package dev.tenon.server.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection's end of an exchange: one at a time. */
final class ExchangeHandler extends SimpleChannelInboundHandler<HttpObject> {
    static final String CLOSED = "the connection closed";

    private static final int MILLIS_BEFORE_LEAVING = 20;

    private final Duration patience;
    private final Consumer<Channel> freed;
    private @Nullable Exchange exchange;
    private LoadClient.@Nullable Listener listener;
    private @Nullable Future<?> timeout;
    private boolean keepAlive;

    ExchangeHandler(Duration patience, Consumer<Channel> freed) {
        this.patience = patience;
        this.freed = freed;
    }

    void begin(Channel channel, Exchange next, LoadClient.Listener whom) {
        exchange = next;
        listener = whom;
        keepAlive = false;
        timeout = channel.eventLoop()
                .schedule(
                        () -> leave(channel, () -> whom.failed(next, "no end after " + patience.toSeconds() + " s")),
                        patience.toMillis(),
                        TimeUnit.MILLISECONDS);
        if (next.request().fate() instanceof Fate.CutOff cut && cut.chunks() == 0) {
            channel.eventLoop()
                    .schedule(
                            () -> {
                                if (exchange == next) {
                                    leave(channel, () -> whom.cutOff(next));
                                }
                            },
                            MILLIS_BEFORE_LEAVING,
                            TimeUnit.MILLISECONDS);
        }
    }

    /** Forgets the exchange, closes the connection, and tells. */
    private void leave(Channel channel, Runnable told) {
        forget();
        channel.close();
        told.run();
    }

    private void forget() {
        exchange = null;
        listener = null;
        Future<?> pending = timeout;
        if (pending != null) {
            pending.cancel(false);
            timeout = null;
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        Exchange current = exchange;
        LoadClient.Listener told = listener;
        if (current == null || told == null) {
            context.close();
            return;
        }
        if (message.decoderResult().isFailure()) {
            leave(context.channel(), () -> told.failed(current, "no HTTP"));
            return;
        }
        if (message instanceof HttpResponse response) {
            current.answered(response.status().code(), response.headers().get(HttpHeaderNames.CONTENT_TYPE));
            keepAlive = HttpUtil.isKeepAlive(response);
        }
        if (message instanceof HttpContent content && current.received(content.content(), System.nanoTime())) {
            leave(context.channel(), () -> told.cutOff(current));
            return;
        }
        if (message instanceof LastHttpContent) {
            forget();
            if (keepAlive) {
                freed.accept(context.channel());
            } else {
                context.close();
            }
            told.ended(current);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        broken(CLOSED);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
        broken(cause instanceof java.io.IOException ? CLOSED : String.valueOf(cause));
    }

    private void broken(String reason) {
        Exchange current = exchange;
        LoadClient.Listener told = listener;
        if (current != null && told != null) {
            forget();
            told.failed(current, reason);
        }
    }
}
