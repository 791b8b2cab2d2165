package dev.tenon.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;

/**
 * Lays the handlers of one connection. There is no upgrade handler: {@code Upgrade: h2c}, which the JDK's client sends
 * with every first request, is a header like any other, and the request is answered by HTTP/1.1, as RFC 9110, section 7.8
 * allows.
 */
final class HttpPipelineInitializer extends ChannelInitializer<Channel> {
    private static final int MAX_LINE_BYTES = 8 << 10;

    /** What is decompressed at once; it grows at most about 1032-fold (RFC 1951), before the body's limit is asked. */
    private static final int MAX_CHUNK_BYTES = 8 << 10;

    private static final int UNLIMITED = 0;

    private final Shared shared;

    HttpPipelineInitializer(Shared shared) {
        this.shared = shared;
    }

    @Override
    protected void initChannel(Channel channel) {
        HttpLimits limits = shared.limits();
        ChannelPipeline pipeline = channel.pipeline();
        if (!shared.connections().admit(channel)) {
            pipeline.addLast(new Turnaway(shared.tls().isPresent()));
            return;
        }
        RequestDeadline deadline = new RequestDeadline(limits.requestTimeout(), shared.connections());
        HttpDecoderConfig decoder = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(limits.maxHeaderBytes())
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                // A message with two lengths is read in two ways by two readers: RFC 9112, section 6.3.
                .setUseRfc9112TransferEncoding(true)
                .setStrictLineParsing(true);
        pipeline.addLast(new SlowReaderGuard(limits));
        shared.tls().ifPresent(tls -> pipeline.addLast(tls.handler(channel.alloc())));
        pipeline.addLast(deadline);
        pipeline.addLast(new IdleStateHandler(true, 0, 0, limits.idleTimeout().toMillis(), TimeUnit.MILLISECONDS));
        pipeline.addLast(new HttpServerCodec(decoder));
        pipeline.addLast(new HttpContentDecompressor(UNLIMITED));
        pipeline.addLast(new RequestCollector(limits.maxBodyBytes(), shared.bodies(), deadline));
        pipeline.addLast(new ExchangeHandler(shared));
    }
}
