package dev.tenon.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A server with one route of each kind, for the tests of HTTP itself. */
final class EchoServer implements AutoCloseable {
    /** More than the buffers of both kernels hold. */
    static final int LARGE = 64 << 20;

    final BlockingQueue<HttpObserver.Summary> summaries = new LinkedBlockingQueue<>();
    final BlockingQueue<HttpExchange> held = new LinkedBlockingQueue<>();
    final CountDownLatch gone = new CountDownLatch(1);
    final HttpServer server;

    EchoServer(HttpLimits limits) throws IOException {
        this(limits, Door.open());
    }

    EchoServer(HttpLimits limits, Door door) throws IOException {
        Router router = Router.builder()
                .on("POST", "/echo", exchange -> exchange.respond(200, "text/plain", exchange.body()))
                .on("GET", "/hello", exchange -> exchange.respond(200, "text/plain", text("hello")))
                .on("GET", "/large", exchange -> exchange.respond(200, "text/plain", new byte[LARGE]))
                .on("GET", "/fails", exchange -> {
                    throw new IllegalStateException("as asked");
                })
                .on("POST", "/held", exchange -> {
                    exchange.onClientGone(gone::countDown);
                    held.add(exchange);
                })
                .on("GET", "/events", exchange -> {
                    SseWriter events = exchange.startEvents();
                    events.comment("keep-alive");
                    events.data(text("{\"n\":1}"));
                    events.done();
                })
                .on("GET", "/broken-events", exchange -> {
                    SseWriter events = exchange.startEvents();
                    events.data(text("{\"n\":1}"));
                    events.abort(text("{\"error\":{}}"));
                })
                .under("GET", "/under/", exchange -> exchange.respond(200, "text/plain", text(exchange.path())))
                .build(problem -> text(problem.code()));
        HttpServices services = new HttpServices(limits, door, summaries::add, () -> "req_test");
        server = HttpServer.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), router, services);
    }

    RawConnection connect() throws IOException {
        return new RawConnection(server.port());
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
