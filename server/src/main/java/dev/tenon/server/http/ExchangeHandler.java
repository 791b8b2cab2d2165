package dev.tenon.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the requests of one connection one at a time, in order, whatever was pipelined; one per connection, on its event
 * loop. It goes on reading while an answer is made, since that is how a client that went away is noticed, and stops only
 * when too much has come ahead of its turn.
 */
final class ExchangeHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);

    /** How long a connection that is given up is still read, so that its client can read the answer. */
    private static final long LINGER_MILLIS = 2_000;

    private final Shared shared;

    private final ArrayDeque<HttpRequestData> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable HttpExchange current;
    private boolean continueOwed;
    private boolean taking;
    private boolean draining;
    private boolean closing;

    ExchangeHandler(Shared shared) {
        this.shared = shared;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HttpRequestData request = (HttpRequestData) message;
        if (closing) {
            shared.bodies().giveBack(request.body().length);
            return;
        }
        continueOwed = false;
        waiting.add(request);
        waitingBytes += request.body().length;
        takeNext(ctx);
    }

    /** A loop and no recursion: an answer given at once ends its exchange within this very method. */
    private void takeNext(ChannelHandlerContext ctx) {
        if (taking) {
            return;
        }
        taking = true;
        try {
            while (current == null && !closing && ctx.channel().isActive()) {
                HttpRequestData request = waiting.poll();
                if (request == null) {
                    break;
                }
                waitingBytes -= request.body().length;
                answer(ctx, request);
            }
        } finally {
            taking = false;
        }
        if (current == null && waiting.isEmpty() && !closing) {
            shared.connections().waiting(ctx.channel());
            if (draining) {
                close(ctx);
            } else if (continueOwed) {
                sendContinue(ctx);
            }
        }
        HttpLimits limits = shared.limits();
        ctx.channel()
                .config()
                .setAutoRead(waiting.size() < limits.maxPipelined() && waitingBytes < limits.maxBodyBytes());
    }

    private void answer(ChannelHandlerContext ctx, HttpRequestData request) {
        shared.connections().answering(ctx.channel());
        Router router = shared.routes().get();
        HttpExchange exchange =
                new HttpExchange(ctx.channel(), request, shared.services(), router.problems(), shared.draining());
        current = exchange;
        exchange.whenOver(() -> finish(ctx, exchange, request));
        try {
            if (request.problem() != null) {
                exchange.respondProblem(request.problem());
            } else {
                router.route(exchange);
            }
        } catch (Throwable e) {
            LOG.error("{} handler failed", exchange.requestId(), e);
            exchange.abandon(HttpProblem.internal());
        }
    }

    private void finish(ChannelHandlerContext ctx, HttpExchange exchange, HttpRequestData request) {
        if (current != exchange) {
            return;
        }
        current = null;
        shared.bodies().giveBack(request.body().length);
        shared.services().observer().onExchange(exchange.summary());
        if (!ctx.channel().isActive()) {
            return;
        }
        if (request.problem() != null) {
            linger(ctx);
        } else if (exchange.keepsAlive()) {
            takeNext(ctx);
        } else {
            close(ctx);
        }
    }

    private void close(ChannelHandlerContext ctx) {
        closing = true;
        ctx.close();
    }

    private void linger(ChannelHandlerContext ctx) {
        closing = true;
        ctx.channel().config().setAutoRead(true);
        if (ctx.channel() instanceof DuplexChannel duplex) {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            if (tls == null) {
                duplex.shutdownOutput();
            } else {
                tls.closeOutbound();
            }
            ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            ctx.close();
        }
    }

    private static void sendContinue(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == RequestCollector.ContinueExpected.EVENT) {
            // An interim answer must not fall into the midst of the answer before it.
            if (current == null && waiting.isEmpty()) {
                sendContinue(ctx);
            } else {
                continueOwed = true;
            }
        } else if (event == HttpServer.Drain.EVENT) {
            draining = true;
            if (current == null && waiting.isEmpty()) {
                close(ctx);
            }
        } else if (event instanceof IdleStateEvent) {
            if (current == null || hasUnsentBytes(ctx)) {
                close(ctx);
            }
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private static boolean hasUnsentBytes(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        return buffer != null && buffer.totalPendingWriteBytes() > 0;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (current != null) {
            current.wake();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        waiting.forEach(request -> shared.bodies().giveBack(request.body().length));
        waiting.clear();
        if (current != null) {
            current.clientGone();
        }
        ctx.fireChannelInactive();
    }

    /** A reset connection is how clients leave, and a handshake that fails is theirs; anything else is ours and is logged. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean theirs = cause instanceof IOException
                || cause instanceof NotSslRecordException
                || cause.getCause() instanceof SSLException;
        if (!theirs) {
            LOG.error("connection failed", cause);
        }
        ctx.close();
    }
}
