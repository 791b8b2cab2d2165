package dev.tenon.automaton.grammar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules over lexemes and a root: a language of texts, before any vocabulary is known. Immutable and thread-safe.
 *
 * <pre>{@code
 * Grammar.Builder builder = Grammar.builder();
 * int list = builder.declare("list");
 * builder.define(list, new Expr.Repetition(item, comma, 0, Expr.UNBOUNDED));
 * Grammar grammar = builder.build(new Expr.RuleRef(list));
 * }</pre>
 */
public final class Grammar {
    private final List<Rule> rules;
    private final Expr root;

    private Grammar(List<Rule> rules, Expr root) {
        this.rules = rules;
        this.root = root;
    }

    /** A named expression. */
    public record Rule(String name, Expr body) {}

    /** The rules; {@link Expr.RuleRef#ruleId} is an index into them. */
    public List<Rule> rules() {
        return rules;
    }

    /** What the whole text must match. */
    public Expr root() {
        return root;
    }

    /** A grammar without rules. */
    public static Grammar of(Expr root) {
        return builder().build(root);
    }

    /** An empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String toString() {
        return GrammarText.print(this);
    }

    /** Collects rules; not thread-safe. A rule may be referred to before it is defined. */
    public static final class Builder {
        private final List<String> names = new ArrayList<>();
        private final List<@Nullable Expr> bodies = new ArrayList<>();

        private Builder() {}

        /** Makes a rule that is defined later, and returns its id. */
        public int declare(String name) {
            names.add(name);
            bodies.add(null);
            return names.size() - 1;
        }

        /** Gives a declared rule its body. */
        public void define(int ruleId, Expr body) {
            if (bodies.get(ruleId) != null) {
                throw new IllegalStateException("rule " + names.get(ruleId) + " is defined twice");
            }
            bodies.set(ruleId, body);
        }

        /** Takes over all rules of another grammar and returns its root as an expression of this one. O(its size). */
        public Expr embed(Grammar other) {
            int offset = names.size();
            for (Rule rule : other.rules) {
                declare(rule.name());
            }
            for (int i = 0; i < other.rules.size(); i++) {
                define(offset + i, ExprRewriter.shiftRules(other.rules.get(i).body(), offset));
            }
            return ExprRewriter.shiftRules(other.root, offset);
        }

        /**
         * The grammar.
         *
         * @throws IllegalStateException when a declared rule has no body
         */
        public Grammar build(Expr root) {
            List<Rule> rules = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                Expr body = bodies.get(i);
                if (body == null) {
                    throw new IllegalStateException("rule " + names.get(i) + " has no body");
                }
                rules.add(new Rule(names.get(i), body));
            }
            return new Grammar(List.copyOf(rules), root);
        }
    }
}
