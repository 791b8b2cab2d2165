package dev.tenon.automaton.regex;

import java.util.HashSet;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * Checks that no two groups that can both take part in a match have one name (ECMA-262, clause 22.2.1.1,
 * MightBothParticipate): the same name may stand in different alternatives of one disjunction only. Recursion follows the
 * groups, whose nesting {@link EcmaTokens} has checked.
 */
final class GroupNames {
    private final String pattern;

    private GroupNames(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Passes, or refuses.
     *
     * @throws RegexSyntaxException where a name is taken already
     */
    static void check(String pattern, EcmaRegex.PatternContext tree) {
        if (pattern.contains("(?<")) {
            new GroupNames(pattern).namesOf(tree.disjunction());
        }
    }

    private Set<String> namesOf(EcmaRegex.DisjunctionContext disjunction) {
        Set<String> all = new HashSet<>();
        for (EcmaRegex.AlternativeContext alternative : disjunction.alternative()) {
            Set<String> names = new HashSet<>();
            for (EcmaRegex.TermContext term : alternative.term()) {
                addNames(term, names);
            }
            all.addAll(names);
        }
        return all;
    }

    private void addNames(EcmaRegex.TermContext term, Set<String> names) {
        ParserRuleContext group = term.atom() == null ? term : term.atom();
        for (ParseTree child : group.children) {
            if (child instanceof EcmaRegex.DisjunctionContext inner) {
                for (String name : namesOf(inner)) {
                    add(name, term.getStart(), names);
                }
            }
        }
        String opening = term.getStart().getText();
        if (term.getStart().getType() == EcmaRegexLexer.OPEN && opening.endsWith(">")) {
            add(opening, term.getStart(), names);
        }
    }

    private void add(String name, Token token, Set<String> names) {
        if (!names.add(name)) {
            throw new RegexSyntaxException(
                    EcmaTokens.position(pattern, token), "expected a name that no other group of this alternative has");
        }
    }
}
