package dev.tenon.automaton.grammar;

import dev.tenon.automaton.grammar.Expr.Capture;
import dev.tenon.automaton.grammar.Expr.Choice;
import dev.tenon.automaton.grammar.Expr.ElementState;
import dev.tenon.automaton.grammar.Expr.ElementStep;
import dev.tenon.automaton.grammar.Expr.Elements;
import dev.tenon.automaton.grammar.Expr.Empty;
import dev.tenon.automaton.grammar.Expr.Interleave;
import dev.tenon.automaton.grammar.Expr.Lexeme;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberValue;
import dev.tenon.automaton.grammar.Expr.Repetition;
import dev.tenon.automaton.grammar.Expr.RuleRef;
import dev.tenon.automaton.grammar.Expr.Sequence;
import dev.tenon.automaton.grammar.Expr.SpecialToken;
import dev.tenon.automaton.grammar.Expr.Stepped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rebuilds expression trees bottom up with a stack of its own, so that depth of input is no depth of calls. A node that
 * is shared is visited once and stays shared.
 */
public final class ExprRewriter {
    private final UnaryOperator<Expr> change;
    private final IdentityHashMap<Expr, Expr> done = new IdentityHashMap<>();

    private ExprRewriter(UnaryOperator<Expr> change) {
        this.change = change;
    }

    /**
     * The expression with {@code change} applied to every node, children first.
     *
     * @param change gets a node whose children are already changed, and returns it or another in its place
     */
    public static Expr rewrite(Expr root, UnaryOperator<Expr> change) {
        return new ExprRewriter(change).run(root);
    }

    /** The expression with every rule id raised by the offset. */
    static Expr shiftRules(Expr root, int offset) {
        return offset == 0
                ? root
                : rewrite(root, node -> node instanceof RuleRef ref ? new RuleRef(ref.ruleId() + offset) : node);
    }

    /** The direct parts of an expression, in order; rules that are referred to are no parts. */
    public static List<Expr> children(Expr node) {
        return switch (node) {
            case Empty empty -> List.of();
            case Lexeme lexeme -> List.of();
            case Stepped stepped -> List.of();
            case RuleRef ref -> List.of();
            case SpecialToken token -> List.of();
            case Sequence sequence -> sequence.items();
            case Choice choice -> choice.alternatives();
            case Capture capture -> List.of(capture.body());
            case Repetition repetition -> List.of(repetition.item(), repetition.separator());
            case Elements elements -> {
                List<Expr> parts = new ArrayList<>();
                for (ElementState state : elements.states()) {
                    state.steps().forEach(step -> parts.add(step.element()));
                }
                parts.add(elements.separator());
                yield parts;
            }
            case Interleave interleave -> {
                List<Expr> parts = new ArrayList<>(interleave.members().size() + 1);
                for (Member member : interleave.members()) {
                    for (MemberValue value : member.values()) {
                        parts.add(value.afterKey());
                    }
                }
                parts.add(interleave.separator());
                yield parts;
            }
        };
    }

    private Expr run(Expr root) {
        Deque<Expr> stack = new ArrayDeque<>();
        stack.push(root);
        while (!stack.isEmpty()) {
            Expr node = stack.peek();
            if (done.containsKey(node)) {
                stack.pop();
                continue;
            }
            List<Expr> children = children(node);
            boolean ready = true;
            for (Expr child : children) {
                if (!done.containsKey(child)) {
                    stack.push(child);
                    ready = false;
                }
            }
            if (ready) {
                stack.pop();
                done.put(node, change.apply(withChildren(node, children)));
            }
        }
        return changed(root);
    }

    private Expr changed(Expr node) {
        Expr result = done.get(node);
        if (result == null) {
            throw new AssertionError("not visited: " + node.getClass());
        }
        return result;
    }

    @SuppressWarnings("ReferenceEquality") // a shared node must stay the same object
    private Expr withChildren(Expr node, List<Expr> children) {
        List<Expr> parts = new ArrayList<>(children.size());
        boolean same = true;
        for (Expr child : children) {
            Expr part = changed(child);
            same &= part == child;
            parts.add(part);
        }
        if (same) {
            return node;
        }
        return switch (node) {
            case Empty empty -> empty;
            case Lexeme lexeme -> lexeme;
            case Stepped stepped -> stepped;
            case RuleRef ref -> ref;
            case SpecialToken token -> token;
            case Sequence sequence -> new Sequence(parts);
            case Choice choice -> new Choice(parts);
            case Capture capture -> new Capture(capture.label(), parts.get(0));
            case Repetition repetition ->
                new Repetition(parts.get(0), parts.get(1), repetition.min(), repetition.max());
            case Elements elements -> {
                List<ElementState> states = new ArrayList<>();
                int part = 0;
                for (ElementState state : elements.states()) {
                    List<ElementStep> steps = new ArrayList<>();
                    for (ElementStep step : state.steps()) {
                        steps.add(new ElementStep(parts.get(part++), step.target()));
                    }
                    states.add(new ElementState(state.ending(), steps));
                }
                yield new Elements(states, parts.get(part), elements.distinctness());
            }
            case Interleave interleave -> {
                List<Member> members = new ArrayList<>();
                Iterator<Expr> next = parts.iterator();
                for (Member member : interleave.members()) {
                    List<MemberValue> values = new ArrayList<>();
                    for (MemberValue value : member.values()) {
                        values.add(new MemberValue(next.next(), value.meets(), value.role()));
                    }
                    members.add(new Member(values, member.occurrence()));
                }
                yield new Interleave(
                        interleave.keys(),
                        members,
                        next.next(),
                        interleave.order(),
                        interleave.minCount(),
                        interleave.maxCount(),
                        interleave.demands());
            }
        };
    }
}
