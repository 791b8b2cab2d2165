package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Capture;
import dev.tenon.automaton.grammar.Expr.Choice;
import dev.tenon.automaton.grammar.Expr.Elements;
import dev.tenon.automaton.grammar.Expr.Empty;
import dev.tenon.automaton.grammar.Expr.Interleave;
import dev.tenon.automaton.grammar.Expr.Lexeme;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberValue;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.grammar.Expr.Repetition;
import dev.tenon.automaton.grammar.Expr.RuleRef;
import dev.tenon.automaton.grammar.Expr.Sequence;
import dev.tenon.automaton.grammar.Expr.SpecialToken;
import dev.tenon.automaton.grammar.Expr.Stepped;
import dev.tenon.automaton.grammar.ExprRewriter;
import dev.tenon.automaton.grammar.Grammar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Removes from a grammar what can never be completed, so that every part that is left has a text: alternatives, items
 * of optional repetitions and optional members without one. This is what makes dead ends impossible later: a stack of
 * parts each of which has a text can always be finished.
 *
 * <p>Productivity is the least fixpoint over rules (Knuth, "A generalization of Dijkstra's algorithm", for context-free
 * grammars); each rule is looked at again only when a rule it refers to turns out to be productive.
 */
final class Pruner {
    static final Expr NEVER = new Choice(List.of());

    /** Rules mostly refer to later ones, so that one pass settles nearly all, and recursion takes another. */
    private static final int MOST_PASSES = 4;

    private final Grammar grammar;
    private final CompileLimits limits;
    private final BitSet productive = new BitSet();

    private Pruner(Grammar grammar, CompileLimits limits) {
        this.grammar = grammar;
        this.limits = limits;
    }

    /**
     * The grammar without its unproductive parts. O(size of the grammar x references between rules).
     *
     * @throws EmptyLanguageException when nothing is left
     * @throws GrammarTooComplexException beyond {@link CompileLimits#maxGrammarSize}
     */
    static Grammar prune(Grammar grammar, CompileLimits limits) {
        return prune(grammar, ExprTable.of(grammar), limits);
    }

    /**
     * The same; returns the grammar itself where nothing is to be removed, which is usual.
     *
     * @param table of the same grammar
     */
    static Grammar prune(Grammar grammar, ExprTable table, CompileLimits limits) {
        Pruner pruner = new Pruner(grammar, limits);
        pruner.checkSize(table);
        return pruner.isWhole(table) ? grammar : pruner.run();
    }

    private Grammar run() {
        productive.clear();
        findProductive();
        Grammar.Builder builder = Grammar.builder();
        for (Grammar.Rule rule : grammar.rules()) {
            builder.declare(rule.name());
        }
        for (int i = 0; i < grammar.rules().size(); i++) {
            builder.define(i, ExprRewriter.rewrite(grammar.rules().get(i).body(), this::pruned));
        }
        Expr root = ExprRewriter.rewrite(grammar.root(), this::pruned);
        if (isNever(root)) {
            throw new EmptyLanguageException("no text matches the grammar");
        }
        return builder.build(root);
    }

    private void checkSize(ExprTable table) {
        long size = 0;
        for (int number = 0; number < table.size(); number++) {
            size += table.expr(number) instanceof Elements elements ? ElementPruner.size(elements) : 1;
            if (size > limits.maxGrammarSize()) {
                throw new GrammarTooComplexException("maxGrammarSize", limits.maxGrammarSize(), "the grammar");
            }
        }
    }

    /**
     * Whether it can be shown in a few passes that every part has a text, and nothing else is to be removed. What is
     * found to have one has one, so that this is no guess; where it is not shown the fixpoint decides.
     */
    private boolean isWhole(ExprTable table) {
        BitSet alive = new BitSet(table.size());
        int rules = grammar.rules().size();
        for (int pass = 0; pass < MOST_PASSES && (pass == 0 || productive.cardinality() < rules); pass++) {
            int rule = rules - 1;
            for (int number = 0; number < table.size(); number++) {
                if (!alive.get(number) && hasText(number, table, alive)) {
                    alive.set(number);
                }
                for (; rule >= 0 && table.body(rule) <= number; rule--) {
                    if (alive.get(table.body(rule))) {
                        productive.set(rule);
                    }
                }
            }
        }
        if (productive.cardinality() < rules) {
            return false;
        }
        for (int number = 0; number < table.size(); number++) {
            if (!alive.get(number) && !hasText(number, table, alive)) {
                return false;
            }
            alive.set(number);
            if (!isUnchanged(table.expr(number))) {
                return false;
            }
        }
        return true;
    }

    /** Whether an expression has a text when those of its parts that are known to have one do; true is certain. */
    private boolean hasText(int number, ExprTable table, BitSet alive) {
        return switch (table.expr(number)) {
            case Empty empty -> true;
            case Lexeme lexeme -> hasWord(lexeme);
            case Stepped stepped -> true;
            case RuleRef ref -> productive.get(ref.ruleId());
            case SpecialToken token -> !token.tokenIds().isEmpty();
            case Choice choice -> {
                boolean any = false;
                for (int i = table.firstPart(number); i < table.pastParts(number); i++) {
                    any |= alive.get(table.part(i));
                }
                yield any;
            }
            case Repetition repetition -> repetition.min() == 0 || all(number, table, alive);
            case Interleave interleave -> hasText(interleave, table, alive);
            case Elements elements ->
                elements.states().get(0).ending() == Expr.Ending.MAY_END || all(number, table, alive);
            case Sequence sequence -> all(number, table, alive);
            case Capture capture -> all(number, table, alive);
        };
    }

    private static boolean all(int number, ExprTable table, BitSet alive) {
        for (int i = table.firstPart(number); i < table.pastParts(number); i++) {
            if (!alive.get(table.part(i))) {
                return false;
            }
        }
        return true;
    }

    /** Where members are counted or demanded, all of them are asked to have a text: it is not looked at which must come. */
    private static boolean hasText(Interleave interleave, ExprTable table, BitSet alive) {
        boolean uncounted = isUncounted(interleave);
        for (Member member : interleave.members()) {
            if (uncounted && member.occurrence() != Occurrence.REQUIRED) {
                continue;
            }
            for (MemberValue value : member.values()) {
                if (!alive.get(table.number(value.afterKey()))) {
                    return false;
                }
            }
        }
        return alive.get(table.number(interleave.separator()));
    }

    /** Whether nothing is removed from an expression all of whose parts have a text. */
    @SuppressWarnings("ReferenceEquality") // what is unchanged is the same object
    private static boolean isUnchanged(Expr expr) {
        return switch (expr) {
            case Elements elements -> ElementPruner.prune(elements) == elements;
            case Interleave interleave -> prunedInterleave(interleave) == interleave;
            case Empty empty -> true;
            case Lexeme lexeme -> true;
            case Stepped stepped -> true;
            case RuleRef ref -> true;
            case SpecialToken token -> true;
            case Sequence sequence -> true;
            case Choice choice -> true;
            case Capture capture -> true;
            case Repetition repetition -> true;
        };
    }

    private void findProductive() {
        int count = grammar.rules().size();
        BitSet[] referrers = new BitSet[count];
        Arrays.setAll(referrers, i -> new BitSet());
        for (int i = 0; i < count; i++) {
            int referrer = i;
            ExprRewriter.rewrite(grammar.rules().get(i).body(), node -> {
                if (node instanceof RuleRef ref) {
                    referrers[ref.ruleId()].set(referrer);
                }
                return node;
            });
        }
        BitSet dirty = new BitSet(count);
        dirty.set(0, count);
        while (!dirty.isEmpty()) {
            int rule = dirty.nextSetBit(0);
            dirty.clear(rule);
            Expr body = ExprRewriter.rewrite(grammar.rules().get(rule).body(), this::pruned);
            if (!productive.get(rule) && !isNever(body)) {
                productive.set(rule);
                dirty.or(referrers[rule]);
                dirty.andNot(productive);
            }
        }
    }

    static boolean isNever(Expr expr) {
        return expr instanceof Choice choice && choice.alternatives().isEmpty();
    }

    /** The node in terms of children that are already pruned; the empty choice where it has no text. */
    private Expr pruned(Expr node) {
        return switch (node) {
            case Empty empty -> empty;
            case Lexeme lexeme -> hasWord(lexeme) ? lexeme : NEVER;
            case Stepped stepped -> stepped;
            case RuleRef ref -> productive.get(ref.ruleId()) ? ref : NEVER;
            case SpecialToken token -> token.tokenIds().isEmpty() ? NEVER : token;
            case Sequence sequence -> sequence.items().stream().anyMatch(Pruner::isNever) ? NEVER : sequence;
            case Choice choice -> {
                List<Expr> alive = new ArrayList<>(choice.alternatives());
                alive.removeIf(Pruner::isNever);
                yield alive.size() == choice.alternatives().size()
                        ? choice
                        : alive.size() == 1 ? alive.get(0) : new Choice(alive);
            }
            case Capture capture -> isNever(capture.body()) ? NEVER : capture;
            case Repetition repetition -> prunedRepetition(repetition);
            case Elements elements -> ElementPruner.prune(elements);
            case Interleave interleave -> prunedInterleave(interleave);
        };
    }

    private static Expr prunedRepetition(Repetition repetition) {
        if (isNever(repetition.item())) {
            return repetition.min() == 0 ? new Empty() : NEVER;
        }
        if (isNever(repetition.separator())) {
            return repetition.min() > 1
                    ? NEVER
                    : new Repetition(repetition.item(), new Empty(), repetition.min(), Math.min(1, repetition.max()));
        }
        return repetition;
    }

    /** A member without a text after its key stays in its place, as one that no key leads to. */
    private static Expr prunedInterleave(Interleave interleave) {
        if (isNever(interleave.separator()) && interleave.minCount() > 1) {
            return NEVER;
        }
        Interleave separated = separated(withoutNever(interleave));
        if (isUncounted(separated)) {
            return hasKeys(separated) ? separated : NEVER;
        }
        MemberTable table = new MemberTable(separated, usable(separated));
        if (table.requiredCount > separated.maxCount()) {
            return NEVER;
        }
        for (int member = 0; member < table.memberCount(); member++) {
            if (table.occurrences[member] == Occurrence.REQUIRED && !table.isUsable(member)) {
                return NEVER;
            }
        }
        MemberState start = table.start();
        return start.mayEnd() || !start.available().isEmpty() ? separated : NEVER;
    }

    /** Whether the members that must come are all that is demanded, so that there is a text when each of them can. */
    private static boolean isUncounted(Interleave interleave) {
        long required = interleave.members().stream()
                .filter(member -> member.occurrence() == Occurrence.REQUIRED)
                .count();
        return interleave.demands().isEmpty() && interleave.minCount() <= required && interleave.maxCount() >= required;
    }

    /** Whether every member that must come has a text, and a key that leads to it. */
    private static boolean hasKeys(Interleave interleave) {
        BitSet missing = new BitSet();
        for (int i = 0; i < interleave.members().size(); i++) {
            Member member = interleave.members().get(i);
            if (member.occurrence() == Occurrence.REQUIRED) {
                if (member.values().isEmpty()) {
                    return false;
                }
                missing.set(i);
            }
        }
        for (int state = 0; state < interleave.keys().stateCount() && !missing.isEmpty(); state++) {
            if (interleave.keys().isAccepting(state)) {
                missing.clear(interleave.keys().label(state));
            }
        }
        return missing.isEmpty();
    }

    /** The members with those alternatives alone that have a text. */
    private static Interleave withoutNever(Interleave interleave) {
        if (interleave.members().stream()
                .allMatch(member -> member.values().stream().noneMatch(value -> isNever(value.afterKey())))) {
            return interleave;
        }
        List<Member> members = new ArrayList<>();
        for (Member member : interleave.members()) {
            List<MemberValue> alive = new ArrayList<>(member.values());
            alive.removeIf(value -> isNever(value.afterKey()));
            members.add(alive.size() == member.values().size() ? member : new Member(alive, member.occurrence()));
        }
        return new Interleave(
                interleave.keys(),
                members,
                interleave.separator(),
                interleave.order(),
                interleave.minCount(),
                interleave.maxCount(),
                interleave.demands());
    }

    /** At most one member where there is no text for between two. */
    private static Interleave separated(Interleave interleave) {
        return !isNever(interleave.separator())
                ? interleave
                : new Interleave(
                        interleave.keys(),
                        interleave.members(),
                        new Empty(),
                        interleave.order(),
                        interleave.minCount(),
                        Math.min(1, interleave.maxCount()),
                        interleave.demands());
    }

    /** The members of a pruned object that have a text after their key. */
    static BitSet usable(Interleave interleave) {
        BitSet usable = new BitSet();
        List<Member> members = interleave.members();
        for (int i = 0; i < members.size(); i++) {
            usable.set(i, !members.get(i).values().isEmpty());
        }
        return usable;
    }

    private boolean hasWord(Lexeme lexeme) {
        return !lexeme.dfa().isEmpty()
                && (!lexeme.isCounted()
                        || WordLengths.of(lexeme.dfa(), limits).canReach(0, lexeme.minUnits(), lexeme.maxUnits()));
    }
}
