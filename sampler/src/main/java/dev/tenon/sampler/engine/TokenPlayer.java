package dev.tenon.sampler.engine;

import dev.tenon.automaton.token.Vocabulary;
import java.util.List;

/** Plays a list of tokens: see {@link ScriptedEngine}. Without state, so that sessions may be truncated. */
final class TokenPlayer implements LogitSource {
    private final int[] endTokens;
    private final int[] script;

    TokenPlayer(Vocabulary vocabulary, List<Integer> script) {
        this.endTokens = vocabulary.endTokens();
        this.script = script.stream().mapToInt(Integer::intValue).toArray();
        for (int token : this.script) {
            if (token < 0 || token >= vocabulary.size()) {
                throw new EngineException("the script has the token id " + token + ", which is not in the vocabulary");
            }
        }
    }

    @Override
    public void write(int[] tokens, int count, int promptCount, float[] logits) {
        int place = 0;
        for (int i = promptCount; i < count; i++) {
            place = after(place, tokens[i]);
        }
        Preference.clear(logits, endTokens);
        int reach = Math.min(script.length - place, Preference.REACH);
        for (int distance = 0; distance < reach; distance++) {
            Preference.want(logits, script[place + distance], distance, 1);
        }
        if (place + reach == script.length) {
            for (int end : endTokens) {
                Preference.want(logits, end, reach, 1);
            }
        }
    }

    private int after(int place, int written) {
        int last = Math.min(script.length - 1, place + Preference.REACH);
        for (int at = place; at <= last; at++) {
            if (script[at] == written) {
                return at + 1;
            }
        }
        return place;
    }
}
