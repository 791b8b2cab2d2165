package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr.Capture;
import dev.tenon.automaton.grammar.Expr.Lexeme;
import dev.tenon.automaton.grammar.Expr.Sequence;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.util.Arrays;
import java.util.List;

/**
 * A prompt that ends in the middle of what the model would write as one token, mended: after {@code "http:} a model's
 * usual next token is not {@code //}, since it has learnt {@code ://} as one. The tokens at the end that a longer token
 * could stand for are given back, and the text begins with their bytes anew. Immutable; the arrays are shared.
 *
 * <pre>{@code
 * TokenHealing healing = TokenHealing.of(vocabulary, promptTokens);
 * Matcher matcher = compiler.compile(healing.healed(grammar)).matcher();
 * decode(healing.prompt());   // the bytes that were given back come again, captured as TokenHealing.LABEL
 * }</pre>
 *
 * @param prompt the tokens that stay; not changed, and not empty unless the prompt was
 * @param prefix the bytes that the text has to begin with; empty where nothing was given back
 */
public record TokenHealing(int[] prompt, byte[] prefix) {
    /** The capture of the bytes that belong to the prompt. */
    public static final String LABEL = "prompt";

    /**
     * Gives back the tokens from the first boundary on whose bytes up to the end are the beginning of a longer
     * token. Tokens that are no text stay, and so does the first token of all. O(longest token) walks of the trie.
     */
    public static TokenHealing of(Vocabulary vocabulary, int[] prompt) {
        int kept = prompt.length;
        int given = 0;
        int length = 0;
        for (int i = prompt.length - 1; i > 0 && vocabulary.kind(prompt[i]) == TokenKind.TEXT; i--) {
            length += vocabulary.byteCount(prompt[i]);
            if (length >= vocabulary.longestTokenBytes()) {
                break;
            }
            if (beginsLonger(vocabulary, prompt, i)) {
                kept = i;
                given = length;
            }
        }
        return new TokenHealing(Arrays.copyOf(prompt, kept), bytes(vocabulary, prompt, kept, given));
    }

    /** The grammar of texts that begin with the bytes given back and go on as the grammar says. */
    public Grammar healed(Grammar grammar) {
        if (prefix.length == 0) {
            return grammar;
        }
        Grammar.Builder builder = Grammar.builder();
        return builder.build(
                new Sequence(List.of(new Capture(LABEL, new Lexeme(ByteDfa.literal(prefix))), builder.embed(grammar))));
    }

    private static boolean beginsLonger(Vocabulary vocabulary, int[] prompt, int from) {
        TokenTrie trie = vocabulary.trie();
        int node = 0;
        for (int i = from; i < prompt.length; i++) {
            for (int at = 0; at < vocabulary.byteCount(prompt[i]); at++) {
                node = trie.child(node, vocabulary.byteAt(prompt[i], at));
                if (node < 0) {
                    return false;
                }
            }
        }
        return trie.end(node) > node + 1;
    }

    private static byte[] bytes(Vocabulary vocabulary, int[] prompt, int from, int length) {
        byte[] bytes = new byte[length];
        int at = 0;
        for (int i = from; i < prompt.length; i++) {
            byte[] token = vocabulary.bytes(prompt[i]);
            System.arraycopy(token, 0, bytes, at, token.length);
            at += token.length;
        }
        return bytes;
    }
}
