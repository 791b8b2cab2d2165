package dev.tenon.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;

/**
 * An answer of server-sent events (the HTML standard, section 9.2). Used by one thread at a time.
 *
 * <p>Nothing is buffered without bound: whoever writes calls {@link #awaitWritable} between events, and waits there while
 * the reader is slow.
 */
public final class SseWriter {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpExchange exchange;
    private final Channel channel;

    SseWriter(HttpExchange exchange, HttpResponse head) {
        this.exchange = exchange;
        this.channel = exchange.channel();
        channel.writeAndFlush(head);
    }

    /** Sends one event: a line of JSON text without line breaks, UTF-8. */
    public void data(byte[] json) {
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(DATA, json, END)));
    }

    /** Sends one event with a name, which must not contain a line break. */
    public void event(String name, byte[] json) {
        byte[] line = ("event: " + name + "\n").getBytes(StandardCharsets.UTF_8);
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(line, DATA, json, END)));
    }

    /** Sends a comment, which readers pass over: a sign of life. Must not contain a line break. */
    public void comment(String text) {
        byte[] line = (": " + text + "\n\n").getBytes(StandardCharsets.UTF_8);
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(line)));
    }

    /** Sends {@code [DONE]} and ends the answer. */
    public void done() {
        channel.write(new DefaultHttpContent(Unpooled.wrappedBuffer(DONE)));
        end();
    }

    /** Ends the answer; for those whose last event says that it is the last. */
    public void end() {
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                .addListener(written -> exchange.end(written.isSuccess()));
    }

    /** Sends a last event in place of what should have followed, and closes the connection. */
    public void abort(byte[] json) {
        exchange.poison();
        data(json);
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                .addListener(written -> exchange.end(written.isSuccess()));
    }

    /**
     * Waits until the reader has taken enough for more to be written. Never on an event loop.
     *
     * @return false when the reader is gone, or took nothing for so long that the connection was closed
     */
    public boolean awaitWritable() throws InterruptedException {
        return exchange.awaitWritable();
    }
}
