package dev.tenon.server.openai;

import java.util.List;

/**
 * How the API behaves where that is a choice.
 *
 * @param names what becomes of names of models that are not there
 * @param apiKeys keys of which a request must bring one; empty to let everybody in
 */
public record ApiOptions(ModelNames names, List<String> apiKeys) {
    /** Copies the list. */
    public ApiOptions {
        apiKeys = List.copyOf(apiKeys);
    }

    /** What becomes of names of models that are not there. */
    public enum ModelNames {
        /** 404. */
        KNOWN_ONLY,
        /** The loaded model answers to every name. */
        ANY
    }

    /** Known names only, and no keys. */
    public static ApiOptions defaults() {
        return new ApiOptions(ModelNames.KNOWN_ONLY, List.of());
    }
}
