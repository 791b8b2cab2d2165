package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.grammar.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The way out for null, booleans, numbers and strings: lexemes. Not thread-safe: one compilation's. */
final class ScalarGrammar {
    private final Expansion expansion;
    private final TextLanguages languages;
    private final SchemaOptions options;
    private final Spelling spelling;
    private final Map<ByteDfa, ByteDfa> spelled = new HashMap<>();

    ScalarGrammar(Expansion expansion, TextLanguages languages, SchemaOptions options, Spelling spelling) {
        this.expansion = expansion;
        this.languages = languages;
        this.options = spelling == Spelling.ONE ? options.with(SchemaOptions.Strings.SHORTEST) : options;
        this.spelling = spelling;
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
            ByteDfa numbers = switch (spelling) {
                case AS_OPTED ->
                    NumberGrammar.spellings(
                            values.numbers(), options.numbers(), expansion.wholes(), languages.limits());
                case ONE -> NumberGrammar.onlySpellings(values.numbers(), languages.limits());
            };
            alternatives.add(new Expr.Lexeme(numbers));
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
        boolean isAny = text.equals(DfaAlgebra.anyText());
        return switch (options.strings()) {
            case SHORTEST -> isAny ? KeyDfa.ANY : spelled.computeIfAbsent(text, JsonStringSpelling::spell);
            case ANY ->
                isAny
                        ? Escaped.ANY_TEXT
                        : spelled.computeIfAbsent(
                                text, key -> JsonStringSpelling.spell(key, options.strings(), languages.limits()));
        };
    }

    /** Initialised when first asked for. */
    private static final class Escaped {
        private static final ByteDfa ANY_TEXT = DfaAlgebra.minimize(
                JsonStringSpelling.spell(DfaAlgebra.anyText(), SchemaOptions.Strings.ANY, CompileLimits.defaults()));
    }
}
