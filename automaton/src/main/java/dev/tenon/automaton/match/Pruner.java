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
import dev.tenon.automaton.grammar.ExprRewriter;
import dev.tenon.automaton.grammar.Grammar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

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
        return new Pruner(grammar, limits).run();
    }

    private Grammar run() {
        checkSize();
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

    private void checkSize() {
        Set<Expr> seen = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Expr> stack = new ArrayDeque<>();
        grammar.rules().forEach(rule -> stack.push(rule.body()));
        stack.push(grammar.root());
        long size = 0;
        while (!stack.isEmpty()) {
            Expr node = stack.pop();
            if (seen.add(node)) {
                ExprRewriter.children(node).forEach(stack::push);
                size += node instanceof Elements elements ? ElementPruner.size(elements) : 1;
                if (size > limits.maxGrammarSize()) {
                    throw new GrammarTooComplexException("maxGrammarSize", limits.maxGrammarSize(), "the grammar");
                }
            }
        }
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
        List<Member> members = new ArrayList<>();
        boolean same = true;
        for (Member member : interleave.members()) {
            List<MemberValue> alive = new ArrayList<>(member.values());
            alive.removeIf(value -> isNever(value.afterKey()));
            boolean all = alive.size() == member.values().size();
            members.add(all ? member : new Member(alive, member.occurrence()));
            same &= all;
        }
        return same
                ? interleave
                : new Interleave(
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
