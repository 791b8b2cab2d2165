package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.ExprRewriter;
import dev.tenon.automaton.grammar.Grammar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts as they stand inside a JSON string (RFC 8259, section 7). Stateless and thread-safe. */
public final class JsonTexts {
    private JsonTexts() {}

    /**
     * The grammar of the same texts as JSON spells them between its quotes, each in the shortest way.
     *
     * @param grammar of texts in UTF-8, none of whose lexemes ends within a code point
     */
    public static Grammar escaped(Grammar grammar) {
        Map<ByteDfa, ByteDfa> known = new HashMap<>();
        Grammar.Builder builder = Grammar.builder();
        List<Integer> ids = new ArrayList<>();
        for (Grammar.Rule rule : grammar.rules()) {
            ids.add(builder.declare(rule.name()));
        }
        for (int i = 0; i < ids.size(); i++) {
            builder.define(ids.get(i), escaped(grammar.rules().get(i).body(), known));
        }
        return builder.build(escaped(grammar.root(), known));
    }

    private static Expr escaped(Expr root, Map<ByteDfa, ByteDfa> known) {
        return ExprRewriter.rewrite(
                root,
                node -> node instanceof Expr.Lexeme lexeme
                        ? new Expr.Lexeme(
                                known.computeIfAbsent(lexeme.dfa(), JsonTexts::escaped),
                                lexeme.minUnits(),
                                lexeme.maxUnits())
                        : node);
    }

    /** The texts as JSON spells them, without the quotes. */
    public static ByteDfa escaped(ByteDfa text) {
        return inside(JsonStringSpelling.spell(text, SchemaOptions.Strings.SHORTEST, CompileLimits.defaults()));
    }

    /** What stands between the quotes: a quote ends a text, and is in none. */
    private static ByteDfa inside(ByteDfa quoted) {
        int opened = quoted.step(0, '"');
        ByteDfa.Builder builder = ByteDfa.builder();
        int start = builder.addState();
        if (opened == ByteDfa.DEAD) {
            return builder.build();
        }
        int[] copies = new int[quoted.stateCount()];
        for (int state = 0; state < copies.length; state++) {
            copies[state] = builder.addState();
            if (quoted.isUnit(state)) {
                builder.unit(copies[state]);
            }
        }
        for (int state = 0; state < copies.length; state++) {
            copy(quoted, state, copies[state], copies, builder);
        }
        copy(quoted, opened, start, copies, builder);
        return builder.build();
    }

    private static void copy(ByteDfa quoted, int state, int from, int[] copies, ByteDfa.Builder builder) {
        for (int b = 0; b < 256; b++) {
            int target = quoted.step(state, b);
            if (target == ByteDfa.DEAD) {
                continue;
            }
            if (b != '"') {
                builder.addTransition(from, b, b, copies[target]);
            } else if (quoted.isAccepting(target)) {
                builder.accept(from, quoted.label(target));
            } else if (state != 0) {
                // The escape of a quote is a backslash and a quote.
                builder.addTransition(from, b, b, copies[target]);
            }
        }
    }
}
