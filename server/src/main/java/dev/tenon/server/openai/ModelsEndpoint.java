package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.server.generation.ServedModel;
import dev.tenon.server.http.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code GET /v1/models} and {@code GET /v1/models/ID}. Thread-safe. */
final class ModelsEndpoint {
    static final String PREFIX = "/v1/models/";

    private final ModelCatalog models;

    ModelsEndpoint(ModelCatalog models) {
        this.models = models;
    }

    void list(HttpExchange exchange) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (Map.Entry<String, ServedModel> entry : models.all()) {
            data.add(entry(entry.getKey(), entry.getValue()));
        }
        exchange.respondJson(200, Json.bytes(list));
    }

    /** Ids may hold slashes, and come percent-encoded or as they are. */
    void get(HttpExchange exchange) {
        String id = decode(exchange.path().substring(PREFIX.length()));
        for (Map.Entry<String, ServedModel> entry : models.all()) {
            if (entry.getKey().equals(id)) {
                exchange.respondJson(200, Json.bytes(entry(id, entry.getValue())));
                return;
            }
        }
        new ReplyExchange(exchange).fail(ModelCatalog.unknown(id));
    }

    private static ObjectNode entry(String id, ServedModel model) {
        return Json.object()
                .put("id", id)
                .put("object", "model")
                .put("created", model.created().getEpochSecond())
                .put("owned_by", "tenon")
                .put("context_length", model.engine().contextLength());
    }

    private static String decode(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }
}
