package dev.tenon.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One request and the answer to it. Handed from thread to thread, used by one at a time; {@link #onClientGone} alone may
 * be used beside it. It is answered once: by a {@code respond} method, or by {@link #startEvents}.
 *
 * <pre>{@code
 * exchange.onClientGone(job::cancel);
 * workers.execute(() -> exchange.respondJson(200, work(exchange.body())));
 * }</pre>
 */
public final class HttpExchange {
    private static final byte[] NOTHING = {};

    private final Channel channel;
    private final HttpRequestData request;
    private final HttpServices services;
    private final HttpProblem.Format problems;
    private final BooleanSupplier draining;
    private final String requestId;
    private final String clientRequestId;
    private final long startNanos = System.nanoTime();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> notes = new ConcurrentHashMap<>();
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();

    /** Guards what follows, and is what a writer waits on. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final List<Runnable> goneActions = new ArrayList<>();
    private final List<Runnable> lastActions = new ArrayList<>();
    private final List<Future<?>> timers = new ArrayList<>();
    private boolean gone;

    private volatile String route = "(none)";
    private volatile int status;
    private volatile boolean complete;
    private volatile boolean poisoned;
    private Runnable overAction = () -> {};

    HttpExchange(
            Channel channel,
            HttpRequestData request,
            HttpServices services,
            HttpProblem.Format problems,
            BooleanSupplier draining) {
        this.channel = channel;
        this.request = request;
        this.services = services;
        this.problems = problems;
        this.draining = draining;
        this.requestId = services.requestIds().get();
        this.clientRequestId = ClientRequestId.of(request.headers());
    }

    /** The id that the client is told in {@code x-request-id}. It is always the server's own. */
    public String requestId() {
        return requestId;
    }

    /** The method's name, e.g. {@code POST}. */
    public String method() {
        return request.method();
    }

    /** The path as sent, without origin and query, not decoded. */
    public String path() {
        String target = request.target();
        int scheme = target.indexOf("://");
        if (scheme > 0 && !target.startsWith("/")) {
            int slash = target.indexOf('/', scheme + 3);
            target = slash < 0 ? "/" : target.substring(slash);
        }
        int end = target.length();
        for (char c : new char[] {'?', '#'}) {
            int at = target.indexOf(c);
            end = at < 0 ? end : Math.min(end, at);
        }
        return target.substring(0, end);
    }

    /** A header field of the request. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.headers().get(name));
    }

    /** The body, decompressed; empty where there was none. The array is shared: do not write. */
    public byte[] body() {
        return request.body();
    }

    /** Sets a header field of the answer, before it begins. The value must be visible ASCII. */
    public void setHeader(String name, String value) {
        headers.put(name, value);
    }

    /** The address at the other end of the connection, without the port. */
    public String client() {
        return channel.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "";
    }

    /** Notes something for the access log. Never text of a prompt or an answer. */
    public void note(String name, String value) {
        notes.put(name, value);
    }

    /** Whether an answer has begun. */
    public boolean isAnswered() {
        return answered.get();
    }

    /** Runs the action when the client goes away before the answer is complete, at once if it is gone. From any thread. */
    public void onClientGone(Runnable action) {
        boolean now;
        lock.lock();
        try {
            now = gone;
            if (!now) {
                goneActions.add(action);
            }
        } finally {
            lock.unlock();
        }
        if (now) {
            action.run();
        }
    }

    /**
     * Runs the action when the exchange is over: the answer was sent, or the client is gone. At once if it is over. On an event loop or
     * this thread, so it must be short. From any thread.
     */
    public void onOver(Runnable action) {
        boolean now;
        lock.lock();
        try {
            now = over.get();
            if (!now) {
                lastActions.add(action);
            }
        } finally {
            lock.unlock();
        }
        if (now) {
            action.run();
        }
    }

    /** Whether the client went away. */
    public boolean isClientGone() {
        lock.lock();
        try {
            return gone;
        } finally {
            lock.unlock();
        }
    }

    /** Answers with JSON text. */
    public void respondJson(int responseStatus, byte[] json) {
        respond(responseStatus, "application/json", json);
    }

    /** Answers without a body. */
    public void respondEmpty(int responseStatus) {
        respond(responseStatus, "", NOTHING);
    }

    /** Answers a problem. */
    public void respondProblem(HttpProblem problem) {
        respondJson(problem.status(), problems.json(problem));
    }

    /**
     * Answers with a body of the given media type.
     *
     * @throws IllegalStateException when the exchange was answered before
     */
    public void respond(int responseStatus, String mediaType, byte[] body) {
        claim();
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(responseStatus), Unpooled.wrappedBuffer(body));
        fillHeaders(response, responseStatus);
        if (!mediaType.isEmpty()) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, mediaType);
        }
        if (responseStatus != 204) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        channel.writeAndFlush(response).addListener(written -> end(written.isSuccess()));
    }

    /**
     * Begins an answer of server-sent events (status 200).
     *
     * @throws IllegalStateException when the exchange was answered before
     */
    public SseWriter startEvents() {
        claim();
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        fillHeaders(response, 200);
        HttpHeaders fields = response.headers();
        fields.set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        fields.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
        fields.set("x-accel-buffering", "no");
        if (request.chunked()) {
            fields.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else {
            poison();
            fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return new SseWriter(this, response);
    }

    /** Runs the action again and again, on an event loop, until the exchange is over. From any thread. */
    public void repeat(Duration period, Runnable action) {
        long nanos = period.toNanos();
        Future<?> timer = channel.eventLoop().scheduleAtFixedRate(action, nanos, nanos, TimeUnit.NANOSECONDS);
        lock.lock();
        try {
            timers.add(timer);
        } finally {
            lock.unlock();
        }
        if (over.get()) {
            timer.cancel(false);
        }
    }

    /** The time between two signs of life of an event stream that has nothing else to say. */
    public Duration keepAlivePeriod() {
        return services.limits().keepAlive();
    }

    /** Time since the request was whole, in nanoseconds. */
    public long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    private void claim() {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException(requestId + " was answered before");
        }
    }

    private void fillHeaders(HttpResponse response, int responseStatus) {
        status = responseStatus;
        HttpHeaders fields = response.headers();
        fields.set("x-request-id", requestId);
        fields.set("openai-version", "2020-10-01");
        fields.set("openai-processing-ms", String.valueOf(TimeUnit.NANOSECONDS.toMillis(elapsedNanos())));
        if (!clientRequestId.isEmpty()) {
            fields.set(ClientRequestId.ANSWERED, clientRequestId);
        }
        Cors.addTo(fields, this);
        if (draining.getAsBoolean()) {
            poison();
        }
        if (poisoned || !request.keepAlive()) {
            fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (!request.chunked()) {
            fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        headers.forEach(fields::set);
    }

    // What follows is for the other types of this package.

    CorsPolicy cors() {
        return services.door().cors();
    }

    Channel channel() {
        return channel;
    }

    void enterRoute(String path) {
        route = path;
    }

    /** Sets what runs on the event loop when the exchange is over. */
    void whenOver(Runnable action) {
        overAction = action;
    }

    /** Whether the connection may serve another request. */
    boolean keepsAlive() {
        return request.keepAlive() && complete && !poisoned;
    }

    /** The connection must close after this answer: it ends in the midst, or its end is the connection's. */
    void poison() {
        poisoned = true;
    }

    /** Ends the exchange. On the event loop; the first call counts. */
    void end(boolean sentWhole) {
        if (over.compareAndSet(false, true)) {
            complete = sentWhole;
            List<Runnable> actions;
            lock.lock();
            try {
                timers.forEach(timer -> timer.cancel(false));
                timers.clear();
                actions = List.copyOf(lastActions);
                lastActions.clear();
            } finally {
                lock.unlock();
            }
            actions.forEach(Runnable::run);
            overAction.run();
        }
    }

    /** The handler failed: answers the problem where nothing was answered yet, else cuts the connection. */
    void abandon(HttpProblem problem) {
        if (answered.get()) {
            channel.close();
        } else {
            respondProblem(problem);
        }
    }

    /** The connection is closed. On the event loop. */
    void clientGone() {
        List<Runnable> actions;
        lock.lock();
        try {
            gone = true;
            actions = List.copyOf(goneActions);
            goneActions.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        end(false);
        actions.forEach(Runnable::run);
    }

    /** Wakes whoever waits for the connection to take more. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the connection takes more. A reader that takes next to nothing does not make this wait for ever: its connection is
     * closed.
     *
     * @return false when the client is gone
     */
    boolean awaitWritable() throws InterruptedException {
        lock.lock();
        try {
            while (!gone && !channel.isWritable()) {
                changed.await();
            }
            return !gone;
        } finally {
            lock.unlock();
        }
    }

    HttpObserver.Summary summary() {
        return new HttpObserver.Summary(
                requestId,
                clientRequestId,
                client(),
                request.method(),
                route,
                status,
                elapsedNanos(),
                complete,
                Map.copyOf(notes));
    }
}
