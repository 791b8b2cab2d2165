package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads arrays of token ids, which may be long: without an object for each item. */
final class TokenArrays {
    private TokenArrays() {}

    /** Whether a value is an array that begins with a number, and so is one of ids. */
    static boolean isOne(JsonNode value) {
        return value.isArray() && !value.isEmpty() && value.get(0).isNumber();
    }

    /**
     * The ids.
     *
     * @param size ids are below this
     * @throws ApiException when it is no array of such ids; the first one at fault is named
     */
    static int[] read(RequestNode field, int size) {
        JsonNode array = field.tree();
        if (!array.isArray()) {
            throw field.wrongType("an array of integers");
        }
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode item = array.get(i);
            String path = field.path() + "[" + i + "]";
            if (!item.isIntegralNumber()) {
                throw ApiException.invalid(
                        "invalid_type",
                        path,
                        "Invalid type for '" + path + "': expected an integer, the id of a token.");
            }
            if (!item.canConvertToInt() || item.intValue() < 0 || item.intValue() >= size) {
                throw ApiException.invalid(
                        "invalid_value",
                        path,
                        "Invalid '" + path + "': " + Text.shorten(item.asText())
                                + ". The ids of this model's tokens are 0 to " + (size - 1) + ".");
            }
            ids[i] = item.intValue();
        }
        return ids;
    }
}
