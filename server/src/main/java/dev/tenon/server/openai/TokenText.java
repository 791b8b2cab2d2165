package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tenon.automaton.token.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** What tokens are as text. A token may hold a part of a code point, so not each is text of its own. */
final class TokenText {
    private TokenText() {}

    /** The text of bytes; empty where they are no UTF-8. */
    static Optional<String> exact(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /**
     * The text of one token, or {@code bytes:\xe2\x82} where it is none, as OpenAI's completions write it: unlike a replacement
     * character it keeps two such tokens apart.
     */
    static String named(byte[] bytes) {
        return exact(bytes)
                .orElseGet(() -> "bytes:\\x" + HexFormat.ofDelimiter("\\x").formatHex(bytes));
    }

    /** The bytes of tokens, one after another; those of a special token are its name. */
    static byte[] bytes(int[] tokens, Vocabulary vocabulary) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(4 * tokens.length);
        for (int token : tokens) {
            all.writeBytes(vocabulary.bytes(token));
        }
        return all.toByteArray();
    }

    /** The text of bytes, with U+FFFD in place of what is no UTF-8. */
    static String lenient(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The numbers of bytes, 0 to 255, as JSON. */
    static ArrayNode numbers(byte[] bytes) {
        ArrayNode numbers = Json.object().arrayNode(bytes.length);
        for (byte b : bytes) {
            numbers.add(b & 0xFF);
        }
        return numbers;
    }
}
