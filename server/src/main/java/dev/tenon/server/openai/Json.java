package dev.tenon.server.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads and writes JSON text (RFC 8259). Reading is strict: UTF-8 only, no key twice, nothing after the value, bounded
 * depth; numbers keep their exact value, objects their order.
 */
final class Json {
    /** Deeper than any schema or conversation, and shallow enough for whoever walks the tree. */
    static final int MAX_DEPTH = 256;

    private static final int MAX_NUMBER_LENGTH = 1_000;
    private static final int MAX_EXPONENT = 10_000;
    private static final int MAX_NAME_LENGTH = 50_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxNameLength(MAX_NAME_LENGTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    private Json() {}

    /**
     * The value of a JSON text.
     *
     * @throws ApiException with status 400 when it is none, or nests deeper than {@link #MAX_DEPTH}
     */
    static JsonNode parse(byte[] body) {
        String text = decode(body);
        Optional<Integer> lone = loneSurrogate(text);
        try {
            JsonNode value = MAPPER.readTree(text);
            if (value.isMissingNode()) {
                throw unreadable("the body is empty");
            }
            if (lone.isPresent()) {
                throw unreadable("a string holds half of a surrogate pair, at character " + lone.get());
            }
            requireReasonableExponents(value);
            return value;
        } catch (JsonProcessingException e) {
            throw unreadable(describe(e));
        } catch (NumberFormatException e) {
            throw unreadable("a number's exponent is too large");
        }
    }

    /** The JSON text of a record or a tree. */
    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass(), e);
        }
    }

    /** The tree of a record. */
    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** An empty object. */
    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A few characters can name a number of a billion digits; whoever writes one out runs out of memory. */
    private static void requireReasonableExponents(JsonNode root) {
        ArrayDeque<JsonNode> left = new ArrayDeque<>();
        left.add(root);
        while (!left.isEmpty()) {
            JsonNode node = left.remove();
            if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MAX_EXPONENT) {
                throw unreadable("a number's exponent is beyond " + MAX_EXPONENT);
            }
            node.forEach(left::add);
        }
    }

    private static String decode(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw unreadable("it is not valid UTF-8");
        }
    }

    /**
     * Where an escape names half of a surrogate pair and the other half does not follow: no Unicode text, and nothing
     * that could be written in UTF-8. Decoded UTF-8 has no such halves of its own.
     */
    private static Optional<Integer> loneSurrogate(String text) {
        int at = text.indexOf("\\u");
        while (at >= 0) {
            int unit = isEscaped(text, at) ? -1 : unit(text, at);
            int length = 2;
            if (unit >= 0) {
                length = 6;
                if (Character.isLowSurrogate((char) unit)) {
                    return Optional.of(at);
                }
                if (Character.isHighSurrogate((char) unit)) {
                    int next = text.startsWith("\\u", at + 6) ? unit(text, at + 6) : -1;
                    if (next < 0 || !Character.isLowSurrogate((char) next)) {
                        return Optional.of(at);
                    }
                    length = 12;
                }
            }
            at = text.indexOf("\\u", at + length);
        }
        return Optional.empty();
    }

    /** Whether the backslash is itself the second of an escaped pair. */
    private static boolean isEscaped(String text, int at) {
        int before = at;
        while (before > 0 && text.charAt(before - 1) == '\\') {
            before--;
        }
        return (at - before) % 2 == 1;
    }

    private static int unit(String text, int at) {
        int value = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** What is wrong, without the advice that the parser has for those who program with it. */
    private static String describe(JsonProcessingException e) {
        String message = e.getOriginalMessage().replaceFirst(" \\(bound as .*|: enable .*", "");
        JsonLocation location = e.getLocation();
        String where = location == null
                ? ""
                : String.format(Locale.ROOT, " (line %d, column %d)", location.getLineNr(), location.getColumnNr());
        return Text.shorten(message.replaceAll("\\s+", " ")) + where;
    }

    private static ApiException unreadable(String reason) {
        return ApiException.invalid(
                null, null, "We could not parse the JSON body of your request. (HINT: " + reason + ".)");
    }
}
