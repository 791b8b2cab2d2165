package dev.tenon.sampler.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.Arrays;

/**
 * A tokenizer for any vocabulary: always the longest TEXT token that fits, the least id of those that are spelled alike.
 * It is its own canon, not that of a trained tokenizer. No token begins a sequence. Immutable and thread-safe.
 */
public final class GreedyTokenizer implements Tokenizer {
    private static final int NONE = -1;

    private final Vocabulary vocabulary;
    /** The names of CONTROL and END tokens. */
    private final TokenTrie specials;

    /** A tokenizer that spells with this vocabulary. */
    public GreedyTokenizer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        TokenTrie.Builder names = TokenTrie.builder();
        for (int id = 0; id < vocabulary.size(); id++) {
            switch (vocabulary.kind(id)) {
                case CONTROL, END -> names.add(vocabulary, id, 0);
                case TEXT, UNUSED -> {}
            }
        }
        this.specials = names.build();
    }

    /**
     * {@inheritDoc}
     *
     * @throws EngineException when a byte has no token that begins with it and fits
     */
    @Override
    public int[] tokenize(String text, SpecialTokens special) {
        byte[] bytes = text.getBytes(UTF_8);
        int[] tokens = new int[bytes.length];
        int count = 0;
        int at = 0;
        while (at < bytes.length) {
            int token = switch (special) {
                case AS_TEXT -> NONE;
                case PARSED -> longest(specials, bytes, at);
            };
            if (token == NONE) {
                token = longest(vocabulary.trie(), bytes, at);
            }
            if (token == NONE) {
                throw new EngineException("no token spells the byte 0x%02X at offset %d".formatted(bytes[at], at));
            }
            tokens[count++] = token;
            at += vocabulary.byteCount(token);
        }
        return Arrays.copyOf(tokens, count);
    }

    @Override
    public int[] tokenizePrompt(String text) {
        return tokenize(text, SpecialTokens.PARSED);
    }

    private static int longest(TokenTrie trie, byte[] bytes, int from) {
        int longest = NONE;
        int node = 0;
        for (int at = from; at < bytes.length; at++) {
            node = trie.child(node, bytes[at] & 0xFF);
            if (node < 0) {
                break;
            }
            if (trie.idStart(node) < trie.idStart(node + 1)) {
                longest = trie.id(trie.idStart(node));
            }
        }
        return longest;
    }
}
