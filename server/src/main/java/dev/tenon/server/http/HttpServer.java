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
import java.util.concurrent.TimeUnit;

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

    private HttpServer(EventLoopGroup acceptors, EventLoopGroup workers, ChannelGroup connections, Channel listener) {
        this.acceptors = acceptors;
        this.workers = workers;
        this.connections = connections;
        this.listener = listener;
    }

    /**
     * Listens on an address.
     *
     * @param address where; port 0 for any that is free
     * @throws IOException when the address is in use or not ours
     */
    public static HttpServer listen(InetSocketAddress address, Router router, HttpServices services)
            throws IOException {
        EventLoopGroup acceptors =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("accept"), NioIoHandler.newFactory());
        EventLoopGroup workers = new MultiThreadIoEventLoopGroup(
                EVENT_LOOPS, new DefaultThreadFactory("http"), NioIoHandler.newFactory());
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        HttpPipelineInitializer pipeline = new HttpPipelineInitializer(router, services);
        int pending = services.limits().pendingBytes();
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
        return new HttpServer(acceptors, workers, connections, bound.channel());
    }

    /** The port that is listened on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** How many connections are open. */
    public int connectionCount() {
        return connections.size();
    }

    /** Takes no more connections, closes the idle ones, and the others as soon as their answers are sent. */
    public void stopAccepting() {
        listener.close().awaitUninterruptibly();
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
