package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.grammar.Expr;
import java.util.List;
import java.util.Set;

/**
 * Members as JSON has them (RFC 8259, section 4).
 *
 * @param grammar writes the values
 * @param syntax braces, colons and commas
 * @param languages where spelled keys are kept
 */
record JsonMembers(SchemaGrammar grammar, JsonSyntax syntax, TextLanguages languages) implements MemberSyntax {
    @Override
    public Expr object(Expr members) {
        return new Expr.Sequence(List.of(syntax.openObject(), members, syntax.closeObject()));
    }

    @Override
    public Expr empty() {
        return JsonSyntax.literal("{}");
    }

    @Override
    public Expr separator() {
        return syntax.comma();
    }

    @Override
    public Expr afterKey(Node value) {
        return new Expr.Sequence(List.of(syntax.colon(), grammar.expression(value)));
    }

    @Override
    public ByteDfa keys(List<String> named, Set<String> forbidden, ByteDfa others) {
        if (others.isEmpty()) {
            return KeyDfa.of(named, forbidden, KeyDfa.Others.NONE);
        }
        return others.equals(DfaAlgebra.anyText())
                ? KeyDfa.of(named, forbidden, KeyDfa.Others.ALLOWED)
                : KeyDfa.of(named, forbidden, languages.spelled(others, SchemaOptions.Strings.SHORTEST));
    }

    @Override
    public ByteDfa writable(ByteDfa keys) {
        return keys;
    }
}
