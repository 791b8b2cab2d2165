package dev.tenon.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A listening socket and its connections. Thread-safe. */
public final class HttpServer implements AutoCloseable {
    /** Fired into every connection when the server stops: finish what runs, then close. */
    enum Drain {
        EVENT
    }

    private static final int EVENT_LOOPS = 2;
    private static final int BACKLOG = 1024;

    private final EventLoopGroup acceptors;
    private final EventLoopGroup workers;
    private final ChannelGroup connections;
    private final Channel listener;
    private final Shared shared;
    private final AtomicBoolean draining;

    private HttpServer(
            EventLoopGroup acceptors,
            EventLoopGroup workers,
            ChannelGroup connections,
            Channel listener,
            Shared shared,
            AtomicBoolean draining) {
        this.acceptors = acceptors;
        this.workers = workers;
        this.connections = connections;
        this.listener = listener;
        this.shared = shared;
        this.draining = draining;
    }

    /** Listens on an address, with the same routes for good. */
    public static HttpServer listen(InetSocketAddress address, Router router, HttpServices services)
            throws IOException {
        return listen(address, () -> router, services);
    }

    /**
     * Listens on an address.
     *
     * @param address where; port 0 for any that is free
     * @param routes where requests go, asked for each of them
     * @throws IOException when the address is in use or not ours, or there is no certificate where one should be
     */
    public static HttpServer listen(InetSocketAddress address, Supplier<Router> routes, HttpServices services)
            throws IOException {
        Optional<TlsFiles> files = services.door().tls();
        Optional<TlsContexts> tls = files.isPresent() ? Optional.of(new TlsContexts(files.get())) : Optional.empty();
        AtomicBoolean draining = new AtomicBoolean();
        HttpLimits limits = services.limits();
        Shared shared = new Shared(
                routes,
                services,
                new Connections(limits.maxConnections()),
                new BodyBudget(limits.heldBodyBytes()),
                tls,
                draining::get);
        EventLoopGroup acceptors =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("accept"), NioIoHandler.newFactory());
        EventLoopGroup workers = new MultiThreadIoEventLoopGroup(
                EVENT_LOOPS, new DefaultThreadFactory("http"), NioIoHandler.newFactory());
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        HttpPipelineInitializer pipeline = new HttpPipelineInitializer(shared);
        int pending = limits.pendingBytes();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(acceptors, workers)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(pending / 2, pending))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(pipeline);
                    }
                });
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            acceptors.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            workers.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        return new HttpServer(acceptors, workers, connections, bound.channel(), shared, draining);
    }

    /** The port that is listened on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** The connections, counted. */
    public ConnectionCounts connections() {
        return shared.connections().counts();
    }

    /** Bytes of bodies that are read or answered now. */
    public long heldBodyBytes() {
        return shared.limits().heldBodyBytes() - shared.bodies().left();
    }

    /** Goes on answering, but closes each connection after its next answer, and at once those that wait for no answer. */
    public void drain() {
        draining.set(true);
        closeIdle();
    }

    /** Takes no more connections, and closes those there are as soon as their answers are sent. */
    public void stopAccepting() {
        draining.set(true);
        listener.close().awaitUninterruptibly();
        closeIdle();
    }

    private void closeIdle() {
        for (Channel connection : connections) {
            connection.pipeline().fireUserEventTriggered(Drain.EVENT);
        }
    }

    /** Waits until every connection is closed; false when some were still open after the time. */
    public boolean awaitIdle(Duration time) {
        return connections.newCloseFuture().awaitUninterruptibly(time.toMillis());
    }

    /** Closes everything at once. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        acceptors.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        workers.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
