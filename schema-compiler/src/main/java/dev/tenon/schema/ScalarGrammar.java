package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.grammar.Expr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The way out for null, booleans, numbers and strings: lexemes. Not thread-safe: one compilation's. */
final class ScalarGrammar {
    private static final List<String> NAMES = List.of("null", "false", "true");
    private static final List<String> PYTHON_NAMES = List.of("None", "False", "True");

    /** Null, false and true: bit of each -> the lexeme of those that are set. */
    private static final List<Expr.Lexeme> LITERALS =
            IntStream.range(0, 8).mapToObj(ScalarGrammar::literals).toList();

    private final Expansion expansion;
    private final TextLanguages languages;
    private final SchemaOptions options;
    private final Spelling spelling;
    private final ArgumentSyntax.Literals literals;

    ScalarGrammar(
            Expansion expansion,
            TextLanguages languages,
            SchemaOptions options,
            Spelling spelling,
            ArgumentSyntax.Literals literals) {
        this.expansion = expansion;
        this.languages = languages;
        this.options = spelling == Spelling.ONE ? options.with(SchemaOptions.Strings.SHORTEST) : options;
        this.spelling = spelling;
        this.literals = literals;
    }

    /** One lexeme for each kind of scalar that the set has; strings with different length bounds are apart. */
    List<Expr> of(ValueSet values) {
        List<Expr> alternatives = new ArrayList<>();
        if (values.hasNull() || !values.booleans().isEmpty()) {
            int which = (values.hasNull() ? 1 : 0)
                    + (values.booleans().contains(false) ? 2 : 0)
                    + (values.booleans().contains(true) ? 4 : 0);
            switch (literals) {
                case JSON -> alternatives.add(LITERALS.get(which));
                case PYTHON -> alternatives.addAll(pythonLiterals(which));
            }
        }
        if (!values.numbers().isEmpty()) {
            alternatives.add(new Expr.Lexeme(numbers(values.numbers())));
        }
        addStrings(values.strings(), alternatives);
        return alternatives;
    }

    private ByteDfa numbers(List<NumberSet> sets) {
        SchemaOptions.Numbers numbers = options.numbers();
        NumberGrammar.Wholes wholes = expansion.wholes();
        CompileLimits limits = languages.limits();
        return SharedLanguages.CACHE.get(
                new SharedLanguages.Key.Numbers(sets, numbers, wholes, spelling, limits), () -> switch (spelling) {
                    case AS_OPTED -> NumberGrammar.spellings(sets, numbers, wholes, limits);
                    case ONE -> NumberGrammar.onlySpellings(sets, limits);
                });
    }

    private void addStrings(List<StringSet> sets, List<Expr> alternatives) {
        ByteDfa uncounted = DfaAlgebra.never();
        Set<String> listed = new LinkedHashSet<>();
        for (StringSet set : sets) {
            if (set instanceof StringSet.Between between
                    && between.stepped() != null
                    && spelling == Spelling.AS_OPTED) {
                alternatives.add(between.stepped().text());
            }
            switch (set.sure()) {
                case StringSet.Words words -> listed.addAll(words.words());
                case StringSet.Between between -> throw new AssertionError(between);
                case StringSet.Language language -> {
                    ByteDfa text = language.text() == null ? DfaAlgebra.anyText() : language.text();
                    if (language.isEmpty()) {
                        continue;
                    }
                    if (language.isCounted()) {
                        alternatives.add(new Expr.Lexeme(spell(text), language.min(), language.max()));
                    } else {
                        uncounted = union(uncounted, text);
                    }
                }
            }
        }
        listed.removeIf(word -> !StringSet.isText(word));
        if (!uncounted.isEmpty()) {
            ByteDfa all = listed.isEmpty() ? uncounted : union(uncounted, TextLanguages.words(listed));
            alternatives.add(new Expr.Lexeme(spell(all)));
        } else if (!listed.isEmpty()) {
            alternatives.add(new Expr.Lexeme(spell(listed)));
        }
    }

    private ByteDfa union(ByteDfa left, ByteDfa right) {
        return left.isEmpty() ? right : languages.union(left, right);
    }

    private static Expr.Lexeme literals(int which) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            if ((which >> i & 1) != 0) {
                words.add(NAMES.get(i));
            }
        }
        return new Expr.Lexeme(DfaAlgebra.ofStrings(words));
    }

    private static List<Expr> pythonLiterals(int which) {
        List<Expr> captured = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            if ((which >> i & 1) != 0) {
                captured.add(new Expr.Capture(
                        ArgumentSyntax.LITERAL + NAMES.get(i), JsonSyntax.literal(PYTHON_NAMES.get(i))));
            }
        }
        return captured;
    }

    private ByteDfa spell(ByteDfa text) {
        boolean isAny = text.equals(DfaAlgebra.anyText());
        return switch (options.strings()) {
            case SHORTEST -> isAny ? KeyDfa.ANY : languages.spelled(text, SchemaOptions.Strings.SHORTEST);
            case ANY -> isAny ? Escaped.ANY_TEXT : languages.spelled(text, SchemaOptions.Strings.ANY);
        };
    }

    /** Words alone, all of them Unicode text, need no automaton of their text. */
    private ByteDfa spell(Set<String> words) {
        return switch (options.strings()) {
            case SHORTEST ->
                SharedLanguages.CACHE.get(
                        new SharedLanguages.Key.Words(words),
                        () -> DfaAlgebra.ofWords(
                                words.stream().map(JsonStringSpelling::spell).toList()));
            case ANY -> spell(TextLanguages.words(words));
        };
    }

    /** Initialised when first asked for. */
    private static final class Escaped {
        private static final ByteDfa ANY_TEXT = DfaAlgebra.minimize(
                JsonStringSpelling.spell(DfaAlgebra.anyText(), SchemaOptions.Strings.ANY, CompileLimits.defaults()));
    }
}
