package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The way out for the arguments of a call that are not written as JSON: the members of the object at the root, in an
 * {@link ArgumentSyntax}. Everything an object may demand holds for them as it does in JSON. Not thread-safe: one
 * compilation's.
 */
final class ArgumentGrammar implements MemberSyntax {
    private static final String NAMED_BY_LINES = "^[^\\x00-\\x1f\\x7f]+$";
    private static final String IDENTIFIERS = "^[A-Za-z_][A-Za-z0-9_]*$";

    private final ArgumentSyntax syntax;
    private final SchemaGrammar grammar;
    private final Expansion expansion;
    private final TextLanguages languages;
    private final ByteDfa names;

    ArgumentGrammar(ArgumentSyntax syntax, SchemaGrammar grammar, Expansion expansion, TextLanguages languages) {
        this.syntax = syntax;
        this.grammar = grammar;
        this.expansion = expansion;
        this.languages = languages;
        this.names = names(syntax, languages.limits());
    }

    private static ByteDfa names(ArgumentSyntax syntax, CompileLimits limits) {
        String pattern = switch (syntax.names()) {
            case LINES -> NAMED_BY_LINES;
            case IDENTIFIERS -> IDENTIFIERS;
        };
        ByteDfa all = RegexCompiler.compile(EcmaRegexParser.parseSearch(pattern, limits), limits);
        ByteDfa ending = DfaAlgebra.textWithout(syntax.afterName().substring(0, 1), limits);
        return DfaAlgebra.intersect(all, ending, limits);
    }

    @Override
    public Expr object(Expr members) {
        return members;
    }

    @Override
    public Expr empty() {
        return new Expr.Empty();
    }

    @Override
    public Expr separator() {
        return syntax.separator();
    }

    /**
     * Raw text for its strings where the syntax has it, and JSON for all others. JSON comes first: a text that is both is
     * read as JSON, as the models' own readers do.
     */
    @Override
    public Expr afterKey(Node value) {
        if (syntax.text().isEmpty()) {
            return json(grammar.expression(value));
        }
        ArgumentSyntax.RawText raw = syntax.text().get();
        List<Expr> alternatives = new ArrayList<>();
        grammar.withoutStrings(value).map(this::json).ifPresent(alternatives::add);
        for (Expr text : texts(expansion.expand(value).strings(), raw.forbidden())) {
            alternatives.add(new Expr.Sequence(
                    List.of(mark(raw.before()), new Expr.Capture(ArgumentSyntax.TEXT, text), mark(raw.after()))));
        }
        if (alternatives.isEmpty()) {
            throw new SchemaException.Unsupported(
                    SchemaGrammar.pointer(value),
                    "",
                    "its strings all contain " + raw.forbidden() + ", which ends an argument in this model's format");
        }
        return alternatives.size() == 1 ? alternatives.get(0) : new Expr.Choice(alternatives);
    }

    private Expr json(Expr value) {
        return new Expr.Sequence(List.of(
                mark(syntax.beforeValue()), new Expr.Capture(ArgumentSyntax.VALUE, value), mark(syntax.afterValue())));
    }

    private static Expr mark(Expr text) {
        return text instanceof Expr.Empty ? text : new Expr.Capture(ArgumentSyntax.MARK, text);
    }

    /** One lexeme for all strings without length bounds, and one for each others. */
    private List<Expr> texts(List<StringSet> sets, String forbidden) {
        ByteDfa allowed = DfaAlgebra.textWithout(forbidden, languages.limits());
        ByteDfa uncounted = DfaAlgebra.never();
        List<Expr> texts = new ArrayList<>();
        for (StringSet set : sets) {
            switch (set.sure()) {
                case StringSet.Words words ->
                    uncounted = languages.union(
                            uncounted, languages.intersect(TextLanguages.words(words.words()), allowed));
                case StringSet.Between between -> throw new AssertionError(between);
                case StringSet.Language language -> {
                    ByteDfa text = language.text() == null ? allowed : languages.intersect(language.text(), allowed);
                    if (!language.isCounted()) {
                        uncounted = languages.union(uncounted, text);
                    } else if (languages.hasLength(text, language.min(), language.max())) {
                        texts.add(new Expr.Lexeme(RawSpelling.counted(text), language.min(), language.max()));
                    }
                }
            }
        }
        if (!uncounted.isEmpty()) {
            texts.add(new Expr.Lexeme(uncounted));
        }
        return texts;
    }

    @Override
    public ByteDfa keys(List<String> named, Set<String> forbidden, ByteDfa others) {
        byte[] before = syntax.beforeName().getBytes(StandardCharsets.UTF_8);
        byte[] after = syntax.afterName().getBytes(StandardCharsets.UTF_8);
        ByteDfa written = RawSpelling.between(before, writable(others), after);
        return DfaAlgebra.overlay(
                written,
                named.stream().map(this::written).toList(),
                forbidden.stream().filter(StringSet::isText).map(this::written).toList());
    }

    private byte[] written(String name) {
        return (syntax.beforeName() + name + syntax.afterName()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ByteDfa writable(ByteDfa keys) {
        return keys.isEmpty() ? keys : DfaAlgebra.intersect(keys, names, languages.limits());
    }

    /** @throws SchemaException.Unsupported when an argument has a name that cannot be written */
    void requireWritable(ObjectSet object, String pointer) {
        for (String name : object.named().keySet()) {
            if (!names.matches(name.getBytes(StandardCharsets.UTF_8))) {
                throw new SchemaException.Unsupported(
                        pointer,
                        "properties",
                        "in the format in which this model writes calls no argument can be called \"" + name + "\"");
            }
        }
    }
}
