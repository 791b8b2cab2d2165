package dev.tenon.automaton.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code tokenizer.json} says of its tokens, as it is written there; {@link #vocabulary} makes bytes of it. Not
 * thread-safe.
 */
final class TokenizerTokens {
    /** U+2581, which SentencePiece writes for a space. */
    static final String LOW_LINE = "\u2581";

    private record Added(int id, String content, boolean special) {}

    /** Whether each character of a token stands for a byte. */
    boolean byteLevel;
    /** Whether tokens {@code <0x00>} to {@code <0xFF>} are bytes. */
    boolean byteFallback;
    /** What is written for a space; empty when no part of the file says so. */
    String space = "";
    /** The token for what the vocabulary cannot spell: by name, or empty. */
    String unknownName = "";
    /** The same by id, or -1. */
    int unknownId = -1;

    /** By id; null where there is none. */
    private @Nullable String[] texts = new String[1 << 16];

    private int size;
    private final List<Added> added = new ArrayList<>();

    /** A token of the model's own list; false when the id has one already. */
    boolean put(int id, String text) {
        if (id >= texts.length) {
            texts = Arrays.copyOf(texts, Math.max(id + 1, 2 * texts.length));
        }
        if (texts[id] != null) {
            return false;
        }
        texts[id] = text;
        size = Math.max(size, id + 1);
        return true;
    }

    /** A token of the {@code added_tokens}, which wins over one of the model's list with the same id. */
    void add(int id, String content, boolean special) {
        added.add(new Added(id, content, special));
        size = Math.max(size, id + 1);
    }

    /** @throws TokenizerFormatException when spelling or end cannot be told, or a named END token is not there */
    Vocabulary vocabulary(TokenizerJson.Options options) {
        if (size == 0) {
            throw new TokenizerFormatException("/model/vocab: there are no tokens");
        }
        if (!byteLevel && !byteFallback && space.isEmpty()) {
            throw new TokenizerFormatException("/decoder: cannot tell which bytes the tokens stand for: there is no "
                    + "ByteLevel, no Metaspace, no Replace of U+2581 and no byte fallback");
        }
        Vocabulary.Builder builder = Vocabulary.builder(Math.max(size, options.leastSize()));
        Set<String> missing = new TreeSet<>(options.endTokens());
        for (int id = 0; id < size && id < texts.length; id++) {
            String text = texts[id];
            if (text == null) {
                continue;
            }
            if (options.endTokens().contains(text)) {
                missing.remove(text);
                builder.end(id, text.getBytes(UTF_8));
            } else if (id == unknownId || text.equals(unknownName)) {
                builder.control(id, text.getBytes(UTF_8));
            } else {
                builder.text(id, bytes(id, text));
            }
        }
        boolean ended = !options.endTokens().isEmpty();
        for (Added token : added) {
            byte[] name = encode(token.id(), token.content());
            boolean end = options.endTokens().isEmpty()
                    ? TokenizerJson.WELL_KNOWN_END_TOKENS.contains(token.content())
                    : options.endTokens().contains(token.content());
            if (end) {
                missing.remove(token.content());
                ended = true;
                builder.end(token.id(), name);
            } else if (token.special()) {
                builder.control(token.id(), name);
            } else {
                builder.text(token.id(), encode(token.id(), spaced(token.content())));
            }
        }
        if (!missing.isEmpty()) {
            throw new TokenizerFormatException("/added_tokens: no token is named " + missing);
        }
        if (!ended) {
            throw new TokenizerFormatException(
                    "/added_tokens: no token is known to end a text; name the end tokens in the options");
        }
        return builder.build();
    }

    private byte[] bytes(int id, String text) {
        if (byteLevel) {
            byte[] bytes = ByteLevelAlphabet.decode(text);
            return bytes == null ? encode(id, text) : bytes;
        }
        if (byteFallback && text.length() == 6 && text.startsWith("<0x") && text.endsWith(">")) {
            int high = Character.digit(text.charAt(3), 16);
            int low = Character.digit(text.charAt(4), 16);
            if (high >= 0 && low >= 0) {
                return new byte[] {(byte) (high << 4 | low)};
            }
        }
        return encode(id, spaced(text));
    }

    private String spaced(String text) {
        return byteLevel || space.isEmpty() ? text : text.replace(space, " ");
    }

    private static byte[] encode(int id, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        if (!new String(bytes, UTF_8).equals(text)) {
            throw new TokenizerFormatException("token id " + id + ": half of a surrogate pair is no text");
        }
        if (bytes.length > Vocabulary.MAX_TOKEN_BYTES) {
            throw new TokenizerFormatException("token id " + id + " has " + bytes.length
                    + " bytes; a token has at most " + Vocabulary.MAX_TOKEN_BYTES);
        }
        return bytes;
    }
}
