package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Capture;
import dev.tenon.automaton.grammar.Expr.Choice;
import dev.tenon.automaton.grammar.Expr.Empty;
import dev.tenon.automaton.grammar.Expr.Interleave;
import dev.tenon.automaton.grammar.Expr.Lexeme;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.Repetition;
import dev.tenon.automaton.grammar.Expr.RuleRef;
import dev.tenon.automaton.grammar.Expr.Sequence;
import dev.tenon.automaton.grammar.Expr.SpecialToken;
import dev.tenon.automaton.grammar.ExprRewriter;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.grammar.GrammarException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Links a pruned grammar into {@link Node}s: references become links, equal lexemes become one, least byte counts are
 * worked out. Refuses what cannot be run: left recursion and repetitions of the empty text.
 */
final class Program {
    private final Grammar grammar;
    private final CompileLimits limits;
    private final IdentityHashMap<Expr, Node> nodes = new IdentityHashMap<>();
    private final Map<Lexeme, CompiledLexeme> lexemes = new HashMap<>();
    private final List<Node> order = new ArrayList<>();
    private final List<Node.RuleNode> ruleNodes = new ArrayList<>();
    private final BitSet nullableRules = new BitSet();

    private Program(Grammar grammar, CompileLimits limits) {
        this.grammar = grammar;
        this.limits = limits;
    }

    /**
     * The root node of a grammar in which every part has a text.
     *
     * @throws GrammarException for left recursion and repetitions of the empty text
     */
    static Node link(Grammar pruned, CompileLimits limits) {
        return new Program(pruned, limits).run();
    }

    private Node run() {
        findNullable();
        refuseEmptyRepetitions();
        refuseLeftRecursion();
        for (int i = 0; i < grammar.rules().size(); i++) {
            ruleNodes.add(new Node.RuleNode());
        }
        for (int i = 0; i < grammar.rules().size(); i++) {
            Expr body = grammar.rules().get(i).body();
            if (!Pruner.isNever(body)) {
                ruleNodes.get(i).link(build(body));
            }
        }
        Node root = build(grammar.root());
        settleLeast();
        return root;
    }

    private Node build(Expr root) {
        Deque<Expr> stack = new ArrayDeque<>();
        stack.push(root);
        while (!stack.isEmpty()) {
            Expr expr = stack.peek();
            if (nodes.containsKey(expr)) {
                stack.pop();
                continue;
            }
            boolean ready = true;
            for (Expr child : ExprRewriter.children(expr)) {
                if (!nodes.containsKey(child) && !Pruner.isNever(child)) {
                    stack.push(child);
                    ready = false;
                }
            }
            if (ready) {
                stack.pop();
                Node node = node(expr);
                nodes.put(expr, node);
                order.add(node);
            }
        }
        return built(root);
    }

    private Node built(Expr expr) {
        Node node = nodes.get(expr);
        if (node == null) {
            throw new AssertionError("not built: " + expr.getClass());
        }
        return node;
    }

    private Node node(Expr expr) {
        return switch (expr) {
            case Empty empty -> new Node.EmptyNode();
            case Lexeme lexeme ->
                new Node.LexemeNode(lexemes.computeIfAbsent(lexeme, key -> new CompiledLexeme(key, limits)));
            case RuleRef ref -> ruleNodes.get(ref.ruleId());
            case SpecialToken token ->
                new Node.TokenNode(token.tokenIds().stream()
                        .mapToInt(Integer::intValue)
                        .sorted()
                        .toArray());
            case Sequence sequence -> {
                Node.SequenceNode node = new Node.SequenceNode(sequence.items().size());
                fill(node.items, sequence.items());
                yield node;
            }
            case Choice choice -> {
                Node.ChoiceNode node = new Node.ChoiceNode(choice.alternatives().size());
                fill(node.alternatives, choice.alternatives());
                yield node;
            }
            case Capture capture -> new Node.CaptureNode(capture.label(), built(capture.body()));
            case Repetition repetition ->
                new Node.RepetitionNode(
                        built(repetition.item()),
                        repetition.separator() instanceof Empty ? null : built(repetition.separator()),
                        repetition.min(),
                        repetition.max());
            case Interleave interleave -> members(interleave);
        };
    }

    private void fill(Node[] target, List<Expr> parts) {
        for (int i = 0; i < target.length; i++) {
            target[i] = built(parts.get(i));
        }
    }

    private Node members(Interleave interleave) {
        Node.MembersNode node = new Node.MembersNode(
                new MemberTable(interleave, Pruner.usable(interleave)), built(interleave.separator()));
        for (int i = 0; i < node.afterKey.length; i++) {
            Member member = interleave.members().get(i);
            node.afterKey[i] = Pruner.isNever(member.afterKey()) ? new Node.EmptyNode() : built(member.afterKey());
        }
        return node;
    }

    /** Relaxes the least byte counts until nothing changes; they only ever sink. */
    private void settleLeast() {
        for (Node node : order) {
            node.least = Saturating.INFINITE;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Node node : order) {
                long least = least(node);
                if (least < node.least) {
                    node.least = least;
                    changed = true;
                }
            }
        }
        for (Node node : order) {
            if (node instanceof Node.SequenceNode sequence) {
                for (int i = sequence.items.length - 1; i >= 0; i--) {
                    sequence.leastFrom[i] = Saturating.plus(sequence.leastFrom[i + 1], sequence.items[i].least);
                }
            }
        }
    }

    private static long least(Node node) {
        return switch (node) {
            case Node.EmptyNode empty -> 0;
            case Node.LexemeNode lexeme -> lexeme.lexeme.leastBytes(0, 0);
            case Node.SequenceNode sequence -> {
                long sum = 0;
                for (Node item : sequence.items) {
                    sum = Saturating.plus(sum, item.least);
                }
                yield sum;
            }
            case Node.ChoiceNode choice -> {
                long least = Saturating.INFINITE;
                for (Node alternative : choice.alternatives) {
                    least = Math.min(least, alternative.least);
                }
                yield least;
            }
            case Node.RuleNode rule -> rule.target().least;
            case Node.TokenNode token -> 1;
            case Node.CaptureNode capture -> capture.body.least;
            case Node.RepetitionNode repetition ->
                repetition.min == 0 ? 0 : Saturating.plus(repetition.item.least, repetition.leastAfter(1));
            case Node.MembersNode members -> {
                MemberState start = MemberState.start(members.table);
                yield start.mayEnd ? 0 : start.leastNext(members);
            }
        };
    }

    private void findNullable() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < grammar.rules().size(); i++) {
                if (!nullableRules.get(i) && isNullable(grammar.rules().get(i).body())) {
                    nullableRules.set(i);
                    changed = true;
                }
            }
        }
    }

    /** The bodies of rules were looked at when their nullability was found; the root is not a rule. */
    private void refuseEmptyRepetitions() {
        ExprRewriter.rewrite(grammar.root(), node -> {
            if (node instanceof Repetition repetition
                    && repetition.max() > 1
                    && isNullable(repetition.item())
                    && isNullable(repetition.separator())) {
                throw emptyRepetition();
            }
            return node;
        });
    }

    private static GrammarException emptyRepetition() {
        return new GrammarException("a repeated part must not match the empty text");
    }

    /** Whether the expression matches the empty text, by what is known of the rules so far. */
    private boolean isNullable(Expr root) {
        IdentityHashMap<Expr, Boolean> known = new IdentityHashMap<>();
        ExprRewriter.rewrite(root, node -> {
            known.put(node, nullableNode(node, known));
            return node;
        });
        return Boolean.TRUE.equals(known.get(root));
    }

    private boolean nullableNode(Expr node, IdentityHashMap<Expr, Boolean> known) {
        return switch (node) {
            case Empty empty -> true;
            case Lexeme lexeme -> lexeme.dfa().isAccepting(0) && lexeme.minUnits() == 0;
            case RuleRef ref -> nullableRules.get(ref.ruleId());
            case SpecialToken token -> false;
            case Sequence sequence -> sequence.items().stream().allMatch(item -> Boolean.TRUE.equals(known.get(item)));
            case Choice choice -> choice.alternatives().stream().anyMatch(item -> Boolean.TRUE.equals(known.get(item)));
            case Capture capture -> Boolean.TRUE.equals(known.get(capture.body()));
            case Repetition repetition -> {
                if (Boolean.TRUE.equals(known.get(repetition.item()))
                        && Boolean.TRUE.equals(known.get(repetition.separator()))
                        && repetition.max() > 1) {
                    throw emptyRepetition();
                }
                yield repetition.min() == 0
                        || (Boolean.TRUE.equals(known.get(repetition.item())) && repetition.min() == 1);
            }
            case Interleave interleave ->
                interleave.minCount() == 0
                        && interleave.members().stream()
                                .noneMatch(member -> member.occurrence() == Expr.Occurrence.REQUIRED);
        };
    }

    private void refuseLeftRecursion() {
        int count = grammar.rules().size();
        List<BitSet> leftmost = new ArrayList<>(count);
        for (Grammar.Rule rule : grammar.rules()) {
            leftmost.add(leftmostRules(rule.body()));
        }
        int[] mark = new int[count];
        for (int start = 0; start < count; start++) {
            Deque<int[]> stack = new ArrayDeque<>();
            if (mark[start] == 0) {
                stack.push(new int[] {start, 0});
                mark[start] = 1;
            }
            while (!stack.isEmpty()) {
                int[] top = stack.peek();
                int next = leftmost.get(top[0]).nextSetBit(top[1]);
                if (next < 0) {
                    mark[top[0]] = 2;
                    stack.pop();
                    continue;
                }
                top[1] = next + 1;
                if (mark[next] == 1) {
                    throw new GrammarException(
                            "rule " + grammar.rules().get(next).name()
                                    + " is left-recursive: it can refer to itself before any text is read");
                }
                if (mark[next] == 0) {
                    mark[next] = 1;
                    stack.push(new int[] {next, 0});
                }
            }
        }
    }

    /** The rules that an expression can begin with. */
    private BitSet leftmostRules(Expr root) {
        BitSet rules = new BitSet();
        Deque<Expr> stack = new ArrayDeque<>();
        stack.push(root);
        while (!stack.isEmpty()) {
            Expr node = stack.pop();
            switch (node) {
                case RuleRef ref -> rules.set(ref.ruleId());
                case Sequence sequence -> {
                    for (Expr item : sequence.items()) {
                        stack.push(item);
                        if (!isNullable(item)) {
                            break;
                        }
                    }
                }
                case Choice choice -> choice.alternatives().forEach(stack::push);
                case Capture capture -> stack.push(capture.body());
                case Repetition repetition -> {
                    stack.push(repetition.item());
                    if (isNullable(repetition.item())) {
                        stack.push(repetition.separator());
                    }
                }
                case Empty empty -> {}
                case Lexeme lexeme -> {}
                case SpecialToken token -> {}
                case Interleave interleave -> {}
            }
        }
        return rules;
    }

    /** The automaton without transitions on bytes outside the set; the automaton itself where none is lost. */
    static ByteDfa restricted(ByteDfa dfa, BitSet bytes) {
        boolean loses = false;
        for (int state = 0; state < dfa.stateCount() && !loses; state++) {
            for (int b = bytes.nextClearBit(0); b < 256 && !loses; b = bytes.nextClearBit(b + 1)) {
                loses = dfa.step(state, b) != ByteDfa.DEAD;
            }
        }
        if (!loses) {
            return dfa;
        }
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int state = 0; state < dfa.stateCount(); state++) {
            builder.addState();
        }
        for (int state = 0; state < dfa.stateCount(); state++) {
            for (int b = bytes.nextSetBit(0); b >= 0 && b < 256; b = bytes.nextSetBit(b + 1)) {
                int target = dfa.step(state, b);
                if (target != ByteDfa.DEAD) {
                    builder.addTransition(state, b, b, target);
                }
            }
            if (dfa.isAccepting(state)) {
                builder.accept(state, dfa.label(state));
            }
            if (dfa.isUnit(state)) {
                builder.unit(state);
            }
        }
        return builder.build();
    }
}
