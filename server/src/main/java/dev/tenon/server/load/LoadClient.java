package dev.tenon.server.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connections to the server, all on one event loop; those that are free are used again. */
final class LoadClient implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("load", true), NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final ChannelGroup all = new DefaultChannelGroup(loop);
    private final Deque<Channel> free = new ArrayDeque<>();
    private final LoadPlan plan;
    private final Bootstrap bootstrap;

    /** What is told of an exchange, on the event loop, once. */
    interface Listener {
        /** Its body is whole. */
        void ended(Exchange exchange);

        /** It failed. */
        void failed(Exchange exchange, String reason);

        /** The client went away, as planned. */
        void cutOff(Exchange exchange);
    }

    LoadClient(LoadPlan plan) throws IOException {
        this.plan = plan;
        URI base = plan.base();
        boolean secure = "https".equals(base.getScheme());
        SslContext tls = secure ? SslContextBuilder.forClient().build() : null;
        int port = base.getPort() >= 0 ? base.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
        String host = base.getHost();
        bootstrap = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .remoteAddress(host, port)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initialize(channel, tls, host, port);
                    }
                });
    }

    private void initialize(Channel channel, @Nullable SslContext tls, String host, int port) {
        all.add(channel);
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc(), host, port));
        }
        channel.pipeline()
                .addLast(new HttpClientCodec())
                .addLast("exchange", new ExchangeHandler(plan.patience(), freed -> {
                    if (freed.isActive()) {
                        free.addLast(freed);
                    }
                }));
    }

    EventLoop loop() {
        return loop;
    }

    /** Sends a request on a connection that is free, or a new one; on the event loop only. */
    void send(Exchange exchange, Listener listener) {
        Channel channel = free.pollLast();
        while (channel != null && !channel.isActive()) {
            channel = free.pollLast();
        }
        if (channel != null) {
            // The server may close a connection just then; that is no failure of the request, which is sent once more.
            write(channel, exchange, new Listener() {
                @Override
                public void ended(Exchange same) {
                    listener.ended(same);
                }

                @Override
                public void failed(Exchange same, String reason) {
                    if (same.isAnswered() || !reason.equals(ExchangeHandler.CLOSED)) {
                        listener.failed(same, reason);
                    } else {
                        connect(same, listener);
                    }
                }

                @Override
                public void cutOff(Exchange same) {
                    listener.cutOff(same);
                }
            });
        } else {
            connect(exchange, listener);
        }
    }

    private void connect(Exchange exchange, Listener listener) {
        bootstrap.connect().addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
                write(connected.channel(), exchange, listener);
            } else {
                listener.failed(exchange, "cannot connect: " + connected.cause().getMessage());
            }
        });
    }

    private void write(Channel channel, Exchange exchange, Listener listener) {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                path("/chat/completions"),
                Unpooled.wrappedBuffer(exchange.request().body()));
        request.headers()
                .set(HttpHeaderNames.HOST, plan.base().getAuthority())
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, exchange.request().body().length);
        plan.apiKey().ifPresent(key -> request.headers().set(HttpHeaderNames.AUTHORIZATION, "Bearer " + key));
        ((ExchangeHandler) channel.pipeline().get("exchange")).begin(channel, exchange, listener);
        channel.writeAndFlush(request);
    }

    private String path(String below) {
        String path = plan.base().getRawPath() == null ? "" : plan.base().getRawPath();
        return (path.endsWith("/") ? path.substring(0, path.length() - 1) : path) + below;
    }

    @Override
    public void close() {
        // An event loop that is told to end between its rounds, with no time to be quiet first, leaves its channels
        // open.
        all.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
