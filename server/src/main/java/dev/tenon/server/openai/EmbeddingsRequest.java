package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A checked request for embeddings. Immutable.
 *
 * @param model the model as the client names it
 * @param input the inputs, of which the ids of tokens are not checked yet
 * @param dimensions how many numbers are wanted of each vector; empty for all
 * @param encoding how they are written
 * @param ignored fields that have no effect
 */
record EmbeddingsRequest(
        String model, RequestNode input, OptionalInt dimensions, Encoding encoding, List<String> ignored) {
    private static final List<String> KNOWN =
            List.of("model", "input", "dimensions", "encoding_format", "user", "prompt_cache_key");

    EmbeddingsRequest {
        ignored = List.copyOf(ignored);
    }

    /** How a vector is written. */
    enum Encoding {
        /** As an array of numbers. */
        FLOAT,
        /** As little-endian 32-bit floats in base64 (RFC 4648, section 4): what most clients ask for unasked. */
        BASE64
    }

    /**
     * Reads a body.
     *
     * @throws ApiException that names the first field at fault
     */
    static EmbeddingsRequest read(JsonNode body, ApiOptions options) {
        RequestNode request = RequestNode.body(body);
        RequestNode model = request.field("model");
        String modelName = model.required(model.string());
        List<String> ignored = new ArrayList<>();
        for (String name : request.names()) {
            if (KNOWN.contains(name) || !request.field(name).isPresent()) {
                continue;
            }
            switch (options.unknownFields()) {
                case REPORTED -> ignored.add(name);
                case REFUSED ->
                    throw ApiException.invalid(
                            "unknown_parameter", name, "Unknown parameter: '" + Text.shorten(name) + "'.");
            }
        }
        request.field("user").string();
        Encoding encoding = request.field("encoding_format")
                        .word(List.of("float", "base64"))
                        .orElse("float")
                        .equals("float")
                ? Encoding.FLOAT
                : Encoding.BASE64;
        OptionalInt dimensions = request.field("dimensions")
                .integer(1, Integer.MAX_VALUE)
                .map(count -> OptionalInt.of(count.intValue()))
                .orElse(OptionalInt.empty());
        return new EmbeddingsRequest(modelName, request.field("input").orMissing(), dimensions, encoding, ignored);
    }
}
