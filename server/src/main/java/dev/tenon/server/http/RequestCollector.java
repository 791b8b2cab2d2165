package dev.tenon.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one {@link HttpRequestData} of a head and its body; one per connection. After a request that cannot be read, the
 * rest of the connection is read and dropped, so that the answer reaches a client that is still sending.
 */
final class RequestCollector extends ChannelInboundHandlerAdapter {
    /** Fired up the pipeline when a client waits for leave to send its body (RFC 9110, section 10.1.1). */
    enum ContinueExpected {
        EVENT
    }

    private enum State {
        HEAD,
        BODY,
        DROPPING
    }

    private final int maxBodyBytes;
    private final BodyBudget budget;
    private final RequestDeadline deadline;

    private State state = State.HEAD;
    private @Nullable HttpRequest head;
    /** Bytes of the budget that the request being read holds; with a whole request they go on to whoever answers it. */
    private int held;

    private ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    RequestCollector(int maxBodyBytes, BodyBudget budget, RequestDeadline deadline) {
        this.maxBodyBytes = maxBodyBytes;
        this.budget = budget;
        this.deadline = deadline;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (state == State.DROPPING) {
                return;
            }
            if (message instanceof HttpRequest request) {
                begin(ctx, request);
            }
            if (message instanceof HttpContent content && state == State.BODY) {
                append(ctx, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        head = request;
        body = new ByteArrayOutputStream(0);
        state = State.BODY;
        HttpProblem problem = problemOf(request);
        if (problem != null) {
            refuse(ctx, problem);
        } else if (HttpUtil.is100ContinueExpected(request)) {
            ctx.fireUserEventTriggered(ContinueExpected.EVENT);
        }
    }

    private @Nullable HttpProblem problemOf(HttpRequest request) {
        DecoderResult result = request.decoderResult();
        if (result.isFailure()) {
            return problemOf(result.cause());
        }
        if (request.protocolVersion().majorVersion() != 1) {
            return new HttpProblem(505, "http_version_not_supported", "This server speaks HTTP/1.1 and HTTP/1.0.");
        }
        HttpProblem framing = framingProblem(request);
        if (framing != null) {
            return framing;
        }
        String expectation = request.headers().get(HttpHeaderNames.EXPECT);
        if (expectation != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation)) {
            return new HttpProblem(
                    417, "expectation_failed", "The only expectation this server meets is 100-continue.");
        }
        String coding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (coding != null && !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(coding)) {
            return new HttpProblem(
                    415,
                    "unsupported_content_encoding",
                    "Request bodies may be compressed with gzip or deflate, or not at all.");
        }
        if (HttpUtil.getContentLength(request, 0L) > maxBodyBytes) {
            return HttpProblem.bodyTooLarge(maxBodyBytes);
        }
        return null;
    }

    /** What two readers of one message could understand in two ways (RFC 9112, sections 3.2 and 6.1). */
    private static @Nullable HttpProblem framingProblem(HttpRequest request) {
        boolean modern = isModern(request);
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && modern)) {
            return HttpProblem.malformed("it has " + (hosts == 0 ? "no" : "more than one") + " host field");
        }
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return null;
        }
        if (!modern) {
            return HttpProblem.malformed("HTTP/1.0 knows no transfer-encoding");
        }
        return codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0))
                ? null
                : new HttpProblem(
                        501, "unsupported_transfer_encoding", "The only transfer coding this server knows is chunked.");
    }

    private static boolean isModern(HttpRequest request) {
        return request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
    }

    private static HttpProblem problemOf(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new HttpProblem(414, "uri_too_long", "The request line is too long.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new HttpProblem(431, "headers_too_large", "The header fields are too large.");
        }
        return HttpProblem.malformed("it could not be decoded");
    }

    private void append(ChannelHandlerContext ctx, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            refuse(ctx, problemOf(content.decoderResult().cause()));
            return;
        }
        int length = content.content().readableBytes();
        if (length > maxBodyBytes - body.size()) {
            refuse(ctx, HttpProblem.bodyTooLarge(maxBodyBytes));
            return;
        }
        if (!budget.take(length)) {
            refuse(ctx, HttpProblem.tooManyBodies());
            return;
        }
        held += length;
        byte[] bytes = new byte[length];
        content.content().readBytes(bytes);
        body.writeBytes(bytes);
        if (content instanceof LastHttpContent) {
            byte[] whole = body.toByteArray();
            body = new ByteArrayOutputStream(0);
            HttpRequestData request = requestOf(head, whole, null);
            head = null;
            held = 0;
            state = State.HEAD;
            deadline.met();
            ctx.fireChannelRead(request);
        }
    }

    private void refuse(ChannelHandlerContext ctx, HttpProblem problem) {
        state = State.DROPPING;
        body = new ByteArrayOutputStream(0);
        giveBack();
        deadline.met();
        ctx.fireChannelRead(requestOf(head, new byte[0], problem));
    }

    private void giveBack() {
        budget.giveBack(held);
        held = 0;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        giveBack();
        ctx.fireChannelInactive();
    }

    private static HttpRequestData requestOf(@Nullable HttpRequest head, byte[] body, @Nullable HttpProblem problem) {
        if (head == null) {
            return new HttpRequestData("(none)", "/", new DefaultHttpHeaders(), true, false, body, problem);
        }
        boolean keepAlive = problem == null && HttpUtil.isKeepAlive(head);
        return new HttpRequestData(
                head.method().name(), head.uri(), head.headers(), isModern(head), keepAlive, body, problem);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == RequestDeadline.Missed.EVENT) {
            if (state != State.DROPPING) {
                refuse(ctx, HttpProblem.tooSlow());
            }
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** A body that cannot be decompressed, or grows beyond measure when it is, arrives here. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException && state != State.DROPPING) {
            refuse(ctx, HttpProblem.malformed("its body could not be decompressed"));
        } else if (state != State.DROPPING) {
            ctx.fireExceptionCaught(cause);
        }
    }
}
