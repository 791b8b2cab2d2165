package dev.tenon.sampler;

import dev.tenon.automaton.match.MatchEvent;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.SpecialTokens;
import dev.tenon.sampler.engine.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Counts the tokens of the part that has a budget, and knows what ends it. Not thread-safe; one for each generation. */
final class BudgetWatch {
    private static final int[] NONE = {};

    private final TokenBudget budget;
    private final Vocabulary vocabulary;
    private final Tokenizer tokenizer;
    private final byte[] close;
    /** The last bytes of the text, as many as what ends the part has; those not yet written are 0. */
    private final byte[] tail;

    private boolean isOpen;
    private int used;

    BudgetWatch(TokenBudget budget, Vocabulary vocabulary, Tokenizer tokenizer) {
        this.budget = budget;
        this.vocabulary = vocabulary;
        this.tokenizer = tokenizer;
        this.close = budget.close().getBytes(StandardCharsets.UTF_8);
        this.tail = new byte[close.length];
    }

    /** Takes a token of the text; those that a control token stands for are no text. */
    void append(byte[] bytes) {
        used += isOpen ? 1 : 0;
        int kept = Math.max(0, tail.length - bytes.length);
        System.arraycopy(tail, tail.length - kept, tail, 0, kept);
        int taken = tail.length - kept;
        System.arraycopy(bytes, bytes.length - taken, tail, kept, taken);
    }

    /** Takes what the matcher reports. */
    void on(MatchEvent event) {
        switch (event) {
            case MatchEvent.Open open -> isOpen |= open.label().equals(budget.label());
            case MatchEvent.Close closed -> isOpen &= !closed.label().equals(budget.label());
            case MatchEvent.Bytes bytes -> {}
        }
    }

    /** The tokens that end the part; none as long as there is budget, or the grammar does not take them here. */
    int[] closing(Matcher matcher) {
        if (!isOpen || used < budget.tokens()) {
            return NONE;
        }
        for (int id : vocabulary.special(budget.close())) {
            int[] token = {id};
            if (matcher.validateTokens(token) == 1) {
                return token;
            }
        }
        int begun = begun();
        int[] tokens = tokenizer.tokenize(
                new String(close, begun, close.length - begun, StandardCharsets.UTF_8), SpecialTokens.AS_TEXT);
        return matcher.validateTokens(tokens) == tokens.length ? tokens : NONE;
    }

    /** How many bytes of what ends the part are there already. */
    private int begun() {
        for (int length = close.length - 1; length > 0; length--) {
            if (Arrays.equals(close, 0, length, tail, tail.length - length, tail.length)) {
                return length;
            }
        }
        return 0;
    }
}
