package dev.tenon.server.openai;

import dev.tenon.server.generation.ModelSlot;
import dev.tenon.server.generation.ServedModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The models by name. Immutable and thread-safe. */
final class ModelCatalog {
    private final List<ModelSlot> slots;
    private final ApiOptions.ModelNames names;

    ModelCatalog(List<ModelSlot> slots, ApiOptions.ModelNames names) {
        this.slots = List.copyOf(slots);
        this.names = names;
    }

    /**
     * The model of this name.
     *
     * @throws ApiException with status 404 when there is none
     */
    ModelSlot find(String name) {
        for (ModelSlot slot : slots) {
            if (slot.model().answersTo(name)) {
                return slot;
            }
        }
        return switch (names) {
            case ANY -> slots.get(0);
            case KNOWN_ONLY -> throw unknown(name);
        };
    }

    /**
     * Goes on with the model of this name as soon as it can be used.
     *
     * @param name as the client names it; empty for the first one
     * @param then answers the exchange
     * @throws ApiException with status 404 when there is none
     */
    void whenReady(ReplyExchange exchange, Optional<String> name, Consumer<ModelSlot> then) {
        then.accept(name.isPresent() ? find(name.get()) : slots.get(0));
    }

    /** The names that can be asked for, and the model of each. */
    List<Map.Entry<String, ServedModel>> all() {
        List<Map.Entry<String, ServedModel>> all = new ArrayList<>();
        for (ModelSlot slot : slots) {
            all.add(Map.entry(slot.model().id(), slot.model()));
            slot.model().aliases().stream().sorted().forEach(alias -> all.add(Map.entry(alias, slot.model())));
        }
        return all;
    }

    /** What answers depend on beside the request: the model's file, as far as its vocabulary tells, and its name. */
    String fingerprint(ModelSlot slot) {
        String identity =
                slot.model().id() + '\n' + slot.model().engine().vocabulary().fingerprint();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return "fp_" + HexFormat.of().formatHex(hash, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    static ApiException unknown(String name) {
        return new ApiException(new ApiError(
                404,
                ApiError.INVALID_REQUEST,
                "model_not_found",
                "model",
                "The model `" + Text.shorten(name) + "` does not exist or you do not have access to it.",
                Map.of()));
    }
}
