package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.server.generation.Capability;
import dev.tenon.server.generation.ModelFacts;
import dev.tenon.server.generation.ModelShelf;
import dev.tenon.server.generation.Refusal;
import dev.tenon.server.generation.RefusedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** {@code GET /v1/models} and {@code GET /v1/models/ID}. Thread-safe; for workers, since headers of files may be read. */
final class ModelsEndpoint {
    static final String PREFIX = "/v1/models/";

    private final ModelCatalog models;

    ModelsEndpoint(ModelCatalog models) {
        this.models = models;
    }

    void list(ReplyExchange exchange) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (Map.Entry<String, ModelShelf.Entry> entry : models.all()) {
            data.add(entry(entry.getKey(), entry.getValue()));
        }
        exchange.respond(list);
    }

    /** Ids may hold slashes, and come percent-encoded or as they are. */
    void get(ReplyExchange exchange) {
        String id = decode(exchange.http().path().substring(PREFIX.length()));
        ModelShelf.Entry found = models.find(id).orElseThrow(() -> new RefusedException(new Refusal.UnknownModel(id)));
        exchange.respond(entry(id, found));
    }

    private static ObjectNode entry(String id, ModelShelf.Entry model) {
        Optional<ModelFacts> facts = model.facts();
        ObjectNode entry = Json.object()
                .put("id", id)
                .put("object", "model")
                .put("created", facts.map(it -> it.created().getEpochSecond()).orElse(0L))
                .put("owned_by", "tenon")
                .put("loaded", model.isLoaded());
        facts.ifPresent(it -> entry.put("context_length", it.contextLength()).put("max_model_len", it.contextLength()));
        ArrayNode capabilities = entry.putArray("capabilities");
        facts.ifPresent(it -> it.capabilities().stream().map(Capability::word).forEach(capabilities::add));
        if (!model.fault().isEmpty()) {
            entry.put("error", model.fault());
        }
        return entry;
    }

    private static String decode(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }
}
