package dev.tenon.server;

import dev.tenon.server.generation.ModelShelf;
import dev.tenon.server.http.HttpLimits;
import dev.tenon.server.http.HttpServer;
import dev.tenon.server.http.HttpServices;
import dev.tenon.server.http.Router;
import dev.tenon.server.openai.ApiOptions;
import dev.tenon.server.openai.ApiOptions.ModelNames;
import dev.tenon.server.openai.Ids;
import dev.tenon.server.openai.OpenAiApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The server's first requests are its own, so that the first one from outside does not pay for loading classes, for
 * code that is not compiled yet, and for the tables of the vocabulary. They take the whole way of a request, over a
 * private loopback port that is gone afterwards: what is measured and logged of the server does not show them.
 *
 * <p>Each round asks for other schemas, or the second one would find the first one's grammar.
 */
final class Rehearsal {
    /** More rounds change little. */
    private static final int ROUNDS = 4;

    private static final String DONE = "HTTP/1.1 200";

    private static final String SCHEMA = """
        {"model":"any","max_tokens":48,"temperature":%1$s,"seed":%2$d,"messages":[{"role":"user","content":"%2$d"}],
        "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object",
        "required":["s%2$d","i","e","b","l","p"],"additionalProperties":false,"properties":{
        "s%2$d":{"type":"string","maxLength":8},"i":{"type":"integer","minimum":0,"maximum":12%2$d},
        "e":{"enum":["a","b%2$d",null,1]},"b":{"type":"boolean"},"n":{"type":"number","minimum":-1.5},
        "l":{"type":"array","minItems":1,"maxItems":2,"items":{"$ref":"#/$defs/w"}},
        "p":{"type":"string","pattern":"^[a-z]{2,%2$d}-\\\\d+$"},"d":{"type":"string","format":"date-time"},
        "m":{"type":"object","additionalProperties":{"type":["string","null"]}},
        "u":{"anyOf":[{"type":"integer"},{"type":"object","properties":{"k":{"const":%2$d}},"required":["k"]}]}},
        "$defs":{"w":{"type":"object","required":["x"],"properties":{"x":{"type":"string","minLength":1}}}}}}}}\
        """;

    private static final String TOOL = """
        {"model":"any","max_tokens":32,"stream":true,"temperature":%1$s,"seed":%2$d,"messages":[{"role":"system","content":"s"},
        {"role":"user","content":"%2$d"}],"tool_choice":"required","tools":[{"type":"function","function":{"name":"t%2$d",
        "description":"d","parameters":{"type":"object","required":["q"],"properties":{"q":{"type":"string"},
        "n":{"type":"integer"}}}}}]}\
        """;

    private static final String TEXT = """
        {"model":"any","max_tokens":8,"stream":true,"temperature":%1$s,"seed":%2$d,"messages":[{"role":"user","content":"%2$d"}]}\
        """;

    /**
     * Text that is not asked of the model, as it is the only one allowed: what a stream does for a token, often enough to be compiled
     * before it counts. Computing threads wait for each other by spinning, so that a compiler at work makes tokens late.
     */
    private static final String STREAM = """
        {"model":"any","stream":true,"temperature":%1$s,"seed":%2$d,"messages":[{"role":"user","content":"%2$d"}],\
        "guided_choice":["%3$s"]}\
        """;

    private static final int STREAMED_WORDS = 5_000;

    private Rehearsal() {}

    /**
     * Rehearses for at most this long; what still runs then is cancelled.
     *
     * @param shelf the models, of which the first one answers
     * @param workers as of the server itself
     * @return how many requests were answered with status 200 in time
     * @throws IOException when there is no free port on the loopback address, or a connection to it breaks
     */
    static int run(ModelShelf shelf, Executor workers, Ids ids, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        OpenAiApi api =
                new OpenAiApi(shelf, new ApiOptions(ModelNames.ANY, List.of()), workers, ids, Clock.systemUTC());
        Router router = api.addTo(Router.builder()).build(OpenAiApi.problems());
        HttpServices services = new HttpServices(HttpLimits.defaults(), summary -> {}, () -> ids.next("req_"));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (HttpServer server = HttpServer.listen(any, router, services)) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
            int answered = 0;
            String words = "one ".repeat(STREAMED_WORDS);
            for (int round = 0; round < ROUNDS; round++) {
                for (String body : List.of(SCHEMA, TOOL, STREAM, TEXT)) {
                    // Greedy sampling and drawing are two ways through the sampler.
                    String filled = body.formatted(round == 0 ? "0" : "1", round + 2, words);
                    if (System.nanoTime() < end && send(address, filled, end)) {
                        answered++;
                    }
                }
            }
            return answered;
        }
    }

    /** Sends a request and reads its answer to the end; false when the time was over first, or the status is not 200. */
    private static boolean send(InetSocketAddress address, String body, long end) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
                + "content-type: application/json\r\ncontent-length: " + bytes.length + "\r\n\r\n";
        try (Socket socket = new Socket()) {
            socket.connect(address, left(end));
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            InputStream in = socket.getInputStream();
            socket.setSoTimeout(left(end));
            boolean done = new String(in.readNBytes(DONE.length()), StandardCharsets.US_ASCII).equals(DONE);
            byte[] buffer = new byte[4096];
            int read = 0;
            while (read >= 0 && System.nanoTime() < end) {
                socket.setSoTimeout(left(end));
                read = in.read(buffer);
            }
            return done && read < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Milliseconds left, at least one: 0 would be for ever. */
    private static int left(long end) {
        return (int) Math.max(1, (end - System.nanoTime()) / 1_000_000);
    }
}
