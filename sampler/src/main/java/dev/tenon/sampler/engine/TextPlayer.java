package dev.tenon.sampler.engine;

import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.Arrays;

/** Plays a text: see {@link ScriptedEngine}. Without state, so that sessions may be truncated. */
final class TextPlayer implements LogitSource {
    private final Vocabulary vocabulary;
    private final TokenTrie trie;

    private final byte[] script;

    /** @param trie of {@link #trieOf} */
    TextPlayer(Vocabulary vocabulary, TokenTrie trie, byte[] script) {
        this.vocabulary = vocabulary;
        this.trie = trie;
        this.script = script;
    }

    /** All tokens by their bytes, special ones by their names. */
    static TokenTrie trieOf(Vocabulary vocabulary) {
        TokenTrie.Builder all = TokenTrie.builder();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.byteCount(id) > 0) {
                all.add(vocabulary, id, 0);
            }
        }
        return all.build();
    }

    @Override
    public void write(int[] tokens, int count, int promptCount, float[] logits) {
        int place = 0;
        for (int i = promptCount; i < count; i++) {
            place = after(place, vocabulary.bytes(tokens[i]));
        }
        int[] ends = vocabulary.endTokens();
        Preference.clear(logits, ends);
        int reach = Math.min(script.length - place, Preference.REACH);
        for (int distance = 0; distance < reach; distance++) {
            wantWhatBegins(place, distance, logits);
        }
        if (place + reach == script.length) {
            for (int end : ends) {
                Preference.want(logits, end, reach, 1);
            }
        }
    }

    private void wantWhatBegins(int place, int distance, float[] logits) {
        int begin = place + distance;
        int node = 0;
        for (int at = begin; at < script.length; at++) {
            node = trie.child(node, script[at] & 0xFF);
            if (node < 0) {
                return;
            }
            int first = trie.idStart(node);
            int end = trie.idStart(node + 1);
            int length = at + 1 - begin;
            if (first < end) {
                Preference.want(logits, trie.id(first), distance, length);
            }
            for (int i = first + 1; i < end; i++) {
                Preference.wantInstead(logits, trie.id(i), distance, length);
            }
        }
    }

    /** The place in the script behind a token that was written at a place. */
    private int after(int place, byte[] written) {
        int last = Math.min(script.length - written.length, place + Preference.REACH);
        for (int at = place; at <= last; at++) {
            if (Arrays.equals(script, at, at + written.length, written, 0, written.length)) {
                return at + written.length;
            }
        }
        return place;
    }
}
