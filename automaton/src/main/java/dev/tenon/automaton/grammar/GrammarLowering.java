package dev.tenon.automaton.grammar;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.regex.Regex;
import dev.tenon.automaton.regex.RegexCompiler;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From terms to a {@link Grammar}. What is regular, rules that do not come back to themselves included, becomes one automaton
 * as far as that stays small: there ambiguity costs nothing. Counts beyond that stay counts.
 */
final class GrammarLowering {
    /** Nodes of a regular part that is put together with its neighbours or stands in place of a rule's name. */
    private static final int MOST_TOGETHER = 1_000;

    /** Nesting of a regular part; half of what the compiler of regexes takes at the least. */
    private static final int MOST_DEPTH = 100;

    /** Attempts at one automaton that may fail, each of which costs some milliseconds. */
    private static final int MOST_FAILURES = 100;

    private final RuleSet rules;
    private final CompileLimits attempt;
    private final @Nullable RegularPart[] regular;
    private final Map<Regex, @Nullable Expr> lexemes = new HashMap<>();
    private final Map<Integer, Integer> ids = new HashMap<>();
    private final IdentityHashMap<Grammar, Expr> grammars = new IdentityHashMap<>();
    private final Grammar.Builder builder = Grammar.builder();
    private int failures;

    private GrammarLowering(RuleSet rules) {
        CompileLimits limits = rules.limits();
        this.rules = rules;
        this.attempt = new CompileLimits(
                Math.min(limits.maxDfaStates(), 5_000),
                Math.min(limits.maxDeterminizeSteps(), 250_000),
                limits.maxRegexSize(),
                Math.max(limits.maxRegexDepth(), MOST_DEPTH),
                limits.maxGrammarSize());
        this.regular = new RegularPart[rules.size()];
    }

    /**
     * The grammar of a rule.
     *
     * @throws GrammarSyntaxException when a single terminal is beyond the limits
     */
    static Grammar lower(RuleSet rules, int root) {
        return new GrammarLowering(rules).run(root);
    }

    private Grammar run(int root) {
        BitSet reachable = rules.reachable(root);
        BitSet structural = new BitSet();
        for (BitSet component : Components.of(reachable, rule -> rules.references(rules.body(rule)))) {
            int rule = component.nextSetBit(0);
            if (component.cardinality() == 1
                    && !rules.references(rules.body(rule)).get(rule)) {
                regular[rule] = part(rules.body(rule));
            }
            if (regular[rule] == null) {
                structural.or(component);
            }
        }
        structural.stream().forEach(rule -> ids.put(rule, builder.declare(rules.name(rule))));
        ids.forEach((rule, id) -> builder.define(id, lowered(rule, rules.body(rule))));
        return builder.build(lowered(root, new Term.Ref(root)));
    }

    /** What a rule becomes; what is beyond the limits is told with its place. */
    private Expr lowered(int rule, Term term) {
        try {
            return lowered(term);
        } catch (GrammarTooComplexException e) {
            throw new GrammarSyntaxException(
                    rules.place(rule), "rule " + rules.name(rule) + " is too complex: " + e.getMessage());
        }
    }

    /** The term as a regular language; null where it is none, or too large to be put in several places. */
    private @Nullable RegularPart part(Term term) {
        rules.spend(1);
        RegularPart part = switch (term) {
            case Term.Text text -> RegularPart.of(text.regex());
            case Term.Ref ref -> regular[ref.rule()];
            case Term.Token token -> null;
            case Term.Embedded embedded -> null;
            case Term.Sequence sequence -> {
                List<RegularPart> parts = parts(sequence.items());
                yield parts == null ? null : parts.isEmpty() ? RegularPart.EMPTY : RegularPart.sequence(parts);
            }
            case Term.Choice choice -> {
                List<RegularPart> parts = parts(choice.alternatives());
                yield parts == null ? null : RegularPart.choice(parts);
            }
            case Term.Times times -> {
                RegularPart item = part(times.item());
                yield item == null ? null : item.times(times.min(), times.max());
            }
        };
        return part == null || part.size() > MOST_TOGETHER || part.depth() > MOST_DEPTH ? null : part;
    }

    private @Nullable List<RegularPart> parts(List<Term> terms) {
        List<RegularPart> parts = new ArrayList<>(terms.size());
        for (Term term : terms) {
            RegularPart part = part(term);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return parts;
    }

    /** Recursion follows the nesting of the term. */
    private Expr lowered(Term term) {
        rules.spend(1);
        RegularPart part = part(term);
        if (part != null) {
            Expr lexeme = lexeme(part);
            if (lexeme != null) {
                return lexeme;
            }
        }
        return switch (term) {
            case Term.Text text -> new Expr.Lexeme(RegexCompiler.compile(text.regex(), rules.limits()));
            case Term.Ref ref -> reference(ref);
            case Term.Sequence sequence -> sequence(sequence.items());
            case Term.Choice choice -> choice(choice.alternatives());
            case Term.Times times ->
                new Expr.Repetition(lowered(times.item()), new Expr.Empty(), times.min(), times.max());
            case Term.Token token -> new Expr.SpecialToken(token.ids());
            case Term.Embedded embedded -> grammars.computeIfAbsent(embedded.grammar(), builder::embed);
        };
    }

    /** A regular rule whose automaton is too large is written out where it is named. */
    private Expr reference(Term.Ref ref) {
        Integer id = ids.get(ref.rule());
        return id == null ? lowered(rules.body(ref.rule())) : new Expr.RuleRef(id);
    }

    /** Neighbours that are regular are one lexeme. */
    private Expr sequence(List<Term> items) {
        List<Expr> lowered = new ArrayList<>();
        List<RegularPart> run = new ArrayList<>();
        List<Term> runTerms = new ArrayList<>();
        long size = 0;
        for (Term item : items) {
            RegularPart part = part(item);
            if (part == null || size + part.size() > MOST_TOGETHER) {
                endRun(run, runTerms, lowered);
                size = 0;
            }
            if (part == null) {
                lowered.add(lowered(item));
            } else {
                run.add(part);
                runTerms.add(item);
                size += part.size();
            }
        }
        endRun(run, runTerms, lowered);
        return lowered.isEmpty() ? new Expr.Empty() : lowered.size() == 1 ? lowered.get(0) : new Expr.Sequence(lowered);
    }

    private void endRun(List<RegularPart> run, List<Term> terms, List<Expr> lowered) {
        if (run.isEmpty()) {
            return;
        }
        Expr lexeme = run.size() == 1 ? null : lexeme(RegularPart.sequence(run));
        if (lexeme != null) {
            lowered.add(lexeme);
        } else {
            terms.forEach(term -> lowered.add(lowered(term)));
        }
        run.clear();
        terms.clear();
    }

    /** Alternatives that are regular are one lexeme. */
    private Expr choice(List<Term> alternatives) {
        List<RegularPart> together = new ArrayList<>();
        List<Term> togetherTerms = new ArrayList<>();
        List<Expr> lowered = new ArrayList<>();
        long size = 0;
        for (Term alternative : alternatives) {
            RegularPart part = part(alternative);
            if (part != null && size + part.size() <= MOST_TOGETHER) {
                together.add(part);
                togetherTerms.add(alternative);
                size += part.size();
            } else {
                lowered.add(lowered(alternative));
            }
        }
        if (!together.isEmpty()) {
            Expr lexeme = together.size() == 1 ? null : lexeme(RegularPart.choice(together));
            if (lexeme != null) {
                lowered.add(lexeme);
            } else {
                togetherTerms.forEach(term -> lowered.add(lowered(term)));
            }
        }
        return lowered.size() == 1 ? lowered.get(0) : new Expr.Choice(lowered);
    }

    /** One automaton; null when it would be large. */
    private @Nullable Expr lexeme(RegularPart part) {
        if (part.equals(RegularPart.EMPTY)) {
            return new Expr.Empty();
        }
        if (lexemes.containsKey(part.regex())) {
            return lexemes.get(part.regex());
        }
        Expr lexeme = null;
        if (failures < MOST_FAILURES) {
            try {
                ByteDfa dfa = RegexCompiler.compile(part.regex(), attempt);
                lexeme = new Expr.Lexeme(dfa);
            } catch (GrammarTooComplexException e) {
                failures++;
            }
        }
        lexemes.put(part.regex(), lexeme);
        return lexeme;
    }
}
