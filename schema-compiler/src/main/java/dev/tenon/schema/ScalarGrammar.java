package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.grammar.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The way out for null, booleans, numbers and strings: lexemes. Not thread-safe: one compilation's. */
final class ScalarGrammar {
    private final TextLanguages languages;
    private final Map<ByteDfa, ByteDfa> spelled = new HashMap<>();

    ScalarGrammar(TextLanguages languages) {
        this.languages = languages;
    }

    /** One lexeme for each kind of scalar that the set has; strings with different length bounds are apart. */
    List<Expr> of(ValueSet values) {
        List<Expr> alternatives = new ArrayList<>();
        List<String> literals = new ArrayList<>();
        if (values.hasNull()) {
            literals.add("null");
        }
        for (Boolean value : values.booleans()) {
            literals.add(value.toString());
        }
        if (!literals.isEmpty()) {
            alternatives.add(new Expr.Lexeme(DfaAlgebra.ofStrings(literals)));
        }
        if (!values.numbers().isEmpty()) {
            alternatives.add(new Expr.Lexeme(NumberGrammar.spellings(values.numbers(), languages.limits())));
        }
        addStrings(values.strings(), alternatives);
        return alternatives;
    }

    private void addStrings(List<StringSet> sets, List<Expr> alternatives) {
        ByteDfa uncounted = DfaAlgebra.never();
        for (StringSet set : sets) {
            if (set.sure().isEmpty()) {
                continue;
            }
            switch (set.sure()) {
                case StringSet.Words words -> uncounted = union(uncounted, TextLanguages.words(words.words()));
                case StringSet.Between between -> throw new AssertionError(between);
                case StringSet.Language language -> {
                    ByteDfa text = language.text() == null ? DfaAlgebra.anyText() : language.text();
                    if (language.isCounted()) {
                        alternatives.add(new Expr.Lexeme(spell(text), language.min(), language.max()));
                    } else {
                        uncounted = union(uncounted, text);
                    }
                }
            }
        }
        if (!uncounted.isEmpty()) {
            alternatives.add(new Expr.Lexeme(spell(uncounted)));
        }
    }

    private ByteDfa union(ByteDfa left, ByteDfa right) {
        return left.isEmpty() ? right : languages.union(left, right);
    }

    private ByteDfa spell(ByteDfa text) {
        if (text.equals(DfaAlgebra.anyText())) {
            return KeyDfa.ANY;
        }
        return spelled.computeIfAbsent(text, JsonStringSpelling::spell);
    }
}
