package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Capture;
import dev.tenon.automaton.grammar.Expr.Choice;
import dev.tenon.automaton.grammar.Expr.ElementState;
import dev.tenon.automaton.grammar.Expr.ElementStep;
import dev.tenon.automaton.grammar.Expr.Elements;
import dev.tenon.automaton.grammar.Expr.Empty;
import dev.tenon.automaton.grammar.Expr.Ending;
import dev.tenon.automaton.grammar.Expr.Interleave;
import dev.tenon.automaton.grammar.Expr.Lexeme;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.Repetition;
import dev.tenon.automaton.grammar.Expr.RuleRef;
import dev.tenon.automaton.grammar.Expr.Sequence;
import dev.tenon.automaton.grammar.Expr.SpecialToken;
import dev.tenon.automaton.grammar.Expr.Stepped;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.grammar.GrammarException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Links a pruned grammar into {@link Node}s: references become links, equal lexemes become one, least byte counts are
 * worked out. Refuses what cannot be run: left recursion and repetitions of the empty text.
 */
final class Program {
    private final Grammar grammar;
    private final LexemeCache cache;
    private final ExprTable table;
    /** Number of an expression -> its node, null where it has no text. */
    private final @Nullable Node[] nodes;

    private final Map<Lexeme, CompiledLexeme> lexemes = new HashMap<>();
    private final List<Node> order = new ArrayList<>();
    private final List<Node.RuleNode> ruleNodes = new ArrayList<>();
    /** The arrays of distinct elements. */
    private final IdentityHashMap<Elements, Node.ElementsNode> distinct = new IdentityHashMap<>();

    /**
     * A grammar linked.
     *
     * @param root its root
     * @param unfillable the arrays of distinct elements that have no text after all, because values run out; not to be
     *     run while there are any
     */
    record Linked(Node root, Set<Elements> unfillable) {}

    private Program(Grammar grammar, ExprTable table, LexemeCache cache) {
        this.grammar = grammar;
        this.table = table;
        this.cache = cache;
        this.nodes = new Node[table.size()];
    }

    /**
     * The nodes of a grammar in which every part has a text, but for what distinct elements ask.
     *
     * @throws GrammarException for left recursion and repetitions of the empty text
     * @throws GrammarTooComplexException when too many values have to be told apart to know whether an array of distinct
     *     elements can be completed
     */
    static Linked link(Grammar pruned, CompileLimits limits) {
        return link(pruned, ExprTable.of(pruned), new LexemeCache(limits));
    }

    /**
     * The same with lexemes that other grammars have in common with it.
     *
     * @param table of the same grammar
     */
    static Linked link(Grammar pruned, ExprTable table, LexemeCache cache) {
        return new Program(pruned, table, cache).run();
    }

    private Linked run() {
        EmptyTexts.check(grammar, table);
        for (int i = 0; i < grammar.rules().size(); i++) {
            ruleNodes.add(new Node.RuleNode());
        }
        for (int number = 0; number < nodes.length; number++) {
            Expr expr = table.expr(number);
            if (!Pruner.isNever(expr)) {
                Node node = node(expr);
                nodes[number] = node;
                order.add(node);
            }
        }
        for (int i = 0; i < grammar.rules().size(); i++) {
            Expr body = grammar.rules().get(i).body();
            if (!Pruner.isNever(body)) {
                ruleNodes.get(i).link(built(body));
            }
        }
        Node root = built(grammar.root());
        LeastBytes.settle(order);
        if (!distinct.isEmpty()) {
            BreadthSettler.settle(order, distinct.values());
        }
        return new Linked(root, unfillable());
    }

    private Node built(Expr expr) {
        Node node = nodes[table.number(expr)];
        if (node == null) {
            throw new AssertionError("not built: " + expr.getClass());
        }
        return node;
    }

    private Node node(Expr expr) {
        return switch (expr) {
            case Empty empty -> new Node.EmptyNode();
            case Lexeme lexeme -> new Node.LexemeNode(lexemes.computeIfAbsent(lexeme, cache::get));
            case Stepped stepped -> new Node.SteppedNode(stepped.machine());
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
            case Elements elements -> elements(elements);
            case Interleave interleave -> members(interleave);
        };
    }

    private void fill(Node[] target, List<Expr> parts) {
        for (int i = 0; i < target.length; i++) {
            target[i] = built(parts.get(i));
        }
    }

    /** The arrays of distinct elements that cannot be completed from their start. */
    private Set<Elements> unfillable() {
        Set<Elements> unfillable = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Map.Entry<Elements, Node.ElementsNode> array : distinct.entrySet()) {
            Node.ElementsNode node = array.getValue();
            if (node.distinct == null || node.distinct.completion(0, null) != DistinctElements.NONE) {
                continue;
            }
            if (!new DistinctSearch(node, null).from(0).isCertain()) {
                throw new GrammarTooComplexException(
                        "maxDistinctValues", ElementValues.MOST_VALUES, "an array of distinct elements");
            }
            unfillable.add(array.getKey());
        }
        return unfillable;
    }

    private Node elements(Elements source) {
        List<Node> elements = new ArrayList<>();
        IntStream.Builder targets = IntStream.builder();
        int[] firstStep = new int[source.states().size() + 1];
        BitSet mayEnd = new BitSet();
        for (int i = 0; i < source.states().size(); i++) {
            ElementState state = source.states().get(i);
            mayEnd.set(i, state.ending() == Ending.MAY_END);
            for (ElementStep step : state.steps()) {
                elements.add(built(step.element()));
                targets.add(step.target());
            }
            firstStep[i + 1] = elements.size();
        }
        Node.ElementsNode node = new Node.ElementsNode(
                elements.toArray(new Node[0]),
                targets.build().toArray(),
                firstStep,
                mayEnd,
                source.separator() instanceof Empty ? null : built(source.separator()),
                source.distinctness());
        if (node.distinct != null) {
            distinct.put(source, node);
        }
        return node;
    }

    private Node members(Interleave interleave) {
        Node.MembersNode node = new Node.MembersNode(
                new MemberTable(interleave, Pruner.usable(interleave)), built(interleave.separator()));
        for (int i = 0; i < node.afterKey.length; i++) {
            Member member = interleave.members().get(i);
            node.afterKey[i] = new Node[member.values().size()];
            for (int j = 0; j < node.afterKey[i].length; j++) {
                node.afterKey[i][j] = built(member.values().get(j).afterKey());
            }
        }
        return node;
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
