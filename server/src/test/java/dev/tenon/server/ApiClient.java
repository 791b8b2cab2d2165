package dev.tenon.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client of the API as plain as can be; bodies may be written with single quotes. */
public final class ApiClient implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String base;
    private final HttpClient client = HttpClient.newHttpClient();

    public ApiClient(int port) {
        base = "http://127.0.0.1:" + port;
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    public static JsonNode exactJson(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).build());
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(request(body.replace('\'', '"')));
    }

    /** What a path answers to a body, which is JSON as it stands. */
    public HttpResponse<String> postTo(String path, String body) throws IOException, InterruptedException {
        return send(request(path, body));
    }

    HttpRequest request(String body) {
        return request("/v1/chat/completions", body);
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The body of an answer that must be a success. */
    JsonNode chat(String body) throws IOException, InterruptedException {
        HttpResponse<String> response = post(body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return exactJson(response.body());
    }

    /** The data of each event of a stream that must be one, {@code [DONE]} included, comments not. */
    List<String> stream(String body) throws IOException, InterruptedException {
        HttpResponse<String> response = post(body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        List<String> data = new ArrayList<>();
        for (String event : response.body().split("\n\n", -1)) {
            if (event.startsWith("data: ")) {
                data.add(event.substring("data: ".length()));
            } else if (!event.isEmpty() && !event.startsWith(": ")) {
                throw new AssertionError("no event: " + event);
            }
        }
        return data;
    }

    @Override
    public void close() {
        client.close();
    }
}
