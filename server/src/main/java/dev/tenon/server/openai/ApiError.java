package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.server.http.HttpProblem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error in the shape that OpenAI's clients read: {@code {"error":{"message","type","param","code"}}}, all four keys
 * always there. Immutable.
 *
 * @param status the HTTP status
 * @param type {@code invalid_request_error} where the client is to mend it, {@code server_error} where we are
 * @param code a word for programs, or null
 * @param param the field at fault, e.g. {@code messages[2].content}, or null
 * @param message a sentence for people: where, what, and what to do
 * @param details more keys of the error object, which clients pass over
 */
record ApiError(
        int status,
        String type,
        @Nullable String code,
        @Nullable String param,
        String message,
        Map<String, String> details) {
    static final String INVALID_REQUEST = "invalid_request_error";
    static final String SERVER_ERROR = "server_error";

    ApiError {
        details = Map.copyOf(details);
    }

    /** A 400 at a field. */
    static ApiError invalid(@Nullable String code, @Nullable String param, String message) {
        return new ApiError(400, INVALID_REQUEST, code, param, message, Map.of());
    }

    /** A problem that HTTP met, in this shape. */
    static ApiError of(HttpProblem problem) {
        String type = problem.status() >= 500 ? SERVER_ERROR : INVALID_REQUEST;
        return new ApiError(problem.status(), type, problem.code(), null, problem.message(), Map.of());
    }

    /** A fault of ours, of which the client is told no more than that. */
    static ApiError fault() {
        return new ApiError(
                500,
                SERVER_ERROR,
                "internal_error",
                null,
                "The server had an error while processing your request. The request id in the header x-request-id finds"
                        + " it in the server's log.",
                Map.of());
    }

    /** The JSON text, UTF-8. */
    byte[] json() {
        ObjectNode root = Json.object();
        ObjectNode error = root.putObject("error");
        error.put("message", message);
        error.put("type", type);
        error.put("param", param);
        error.put("code", code);
        new LinkedHashMap<>(details).forEach(error::put);
        return Json.bytes(root);
    }
}
