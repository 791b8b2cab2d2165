package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sets {@link Node#breadth} of the nodes in arrays of distinct elements: grows it from one by what is known of the parts, and makes it endless where a
 * node is part of itself, for then it can be pumped. A way through an array of distinct elements counts only where all
 * its other elements are endless themselves: pumping one must not take a value away from another.
 */
final class BreadthSettler {
    /** How often a node is looked at again: a number that is too small is still a number that is certain. */
    private static final int LOOKS = 64;

    private final List<Node> nodes;
    private final IdentityHashMap<Node, Integer> numbers = new IdentityHashMap<>();
    private final List<List<Node>> users = new ArrayList<>();

    private BreadthSettler(List<Node> nodes) {
        this.nodes = nodes;
        for (Node node : nodes) {
            numbers.put(node, numbers.size());
            users.add(new ArrayList<>());
        }
        for (Node node : nodes) {
            for (Node part : LeastBytes.parts(node)) {
                Integer number = numbers.get(part);
                if (number != null) {
                    users.get(number).add(node);
                }
            }
        }
    }

    /**
     * Sets the breadth of what arrays of distinct elements are made of, which is all that it is asked of.
     *
     * @param nodes all nodes, each of which has a text and whose parts are among them
     * @param arrays the arrays of distinct elements
     */
    static void settle(List<Node> nodes, Collection<Node.ElementsNode> arrays) {
        Set<Node> inside = inside(arrays);
        BreadthSettler settler =
                new BreadthSettler(nodes.stream().filter(inside::contains).toList());
        settler.markRecursive();
        do {
            settler.grow();
        } while (settler.pump());
    }

    /** The arrays and everything in them. */
    private static Set<Node> inside(Collection<Node.ElementsNode> arrays) {
        Set<Node> inside = Collections.newSetFromMap(new IdentityHashMap<>());
        inside.addAll(arrays);
        Deque<Node> todo = new ArrayDeque<>(arrays);
        while (!todo.isEmpty()) {
            for (Node part : LeastBytes.parts(todo.remove())) {
                if (inside.add(part)) {
                    todo.add(part);
                }
            }
        }
        return inside;
    }

    /** Values of an element that an array is itself part of are not to be listed: there may be no end to looking. */
    private void markRecursive() {
        Cycles.find(nodes.size(), number -> numbers(LeastBytes.parts(nodes.get(number))), cycle -> {
            Set<Node> recursive = Collections.newSetFromMap(new IdentityHashMap<>());
            cycle.stream().forEach(number -> recursive.add(nodes.get(number)));
            for (Node node : recursive) {
                if (node instanceof Node.ElementsNode array && array.distinct != null) {
                    array.distinct.values().neverList(recursive);
                }
            }
        });
    }

    /** The numbers of nodes, without those that only hold the place of what was pruned. */
    private int[] numbers(List<Node> parts) {
        return parts.stream()
                .filter(numbers::containsKey)
                .mapToInt(this::number)
                .toArray();
    }

    private int number(Node node) {
        Integer number = numbers.get(node);
        if (number == null) {
            throw new AssertionError("a part that is no node of the program");
        }
        return number;
    }

    private void grow() {
        Deque<Node> work = new ArrayDeque<>(nodes);
        BitSet waiting = new BitSet();
        waiting.set(0, nodes.size());
        Map<Node, Integer> looks = new HashMap<>();
        while (!work.isEmpty()) {
            Node node = work.remove();
            waiting.clear(number(node));
            long breadth = Breadth.of(node);
            if (breadth > node.breadth && looks.merge(node, 1, Integer::sum) <= LOOKS) {
                node.breadth = breadth;
                for (Node user : users.get(number(node))) {
                    if (!waiting.get(number(user))) {
                        waiting.set(number(user));
                        work.add(user);
                    }
                }
            }
        }
    }

    /** Makes endless what is part of itself; whether anything is newly so. */
    private boolean pump() {
        BitSet changed = new BitSet();
        Cycles.find(
                nodes.size(),
                number -> ways(nodes.get(number)),
                cycle -> cycle.stream()
                        .filter(number -> nodes.get(number).breadth < Saturating.INFINITE)
                        .forEach(number -> {
                            nodes.get(number).breadth = Saturating.INFINITE;
                            changed.set(number);
                        }));
        return !changed.isEmpty();
    }

    /** The parts that some text of the node has and whose values are free of each other. */
    private int[] ways(Node node) {
        List<Node> parts = switch (node) {
            case Node.RepetitionNode repetition -> repetition.max == 0 ? List.of() : List.of(repetition.item);
            case Node.ElementsNode elements -> elements(elements);
            case Node.MembersNode members -> members(members);
            case Node.EmptyNode empty -> List.of();
            case Node.LexemeNode lexeme -> List.of();
            case Node.SteppedNode stepped -> List.of();
            case Node.TokenNode token -> List.of();
            case Node.SequenceNode sequence -> List.of(sequence.items);
            case Node.ChoiceNode choice -> List.of(choice.alternatives);
            case Node.RuleNode rule -> List.of(rule.target());
            case Node.CaptureNode capture -> List.of(capture.body);
        };
        return numbers(parts);
    }

    private static List<Node> elements(Node.ElementsNode node) {
        List<Node> parts = new ArrayList<>();
        BitSet before = reached(node);
        for (int step = 0; step < node.targets.length; step++) {
            DistinctElements distinct = node.distinct;
            boolean free =
                    distinct == null || node.mayEnd.get(node.targets[step]) || distinct.isEndless(node.targets[step]);
            if (before.get(node.sources[step]) && free) {
                parts.add(node.elements[step]);
            }
        }
        return parts;
    }

    /** The states that the start leads to; where elements are distinct, by endless ones alone. */
    private static BitSet reached(Node.ElementsNode node) {
        BitSet reached = new BitSet();
        int[] queue = new int[node.stateCount()];
        int size = 1;
        reached.set(0);
        for (int i = 0; i < size; i++) {
            for (int step = node.firstStep[queue[i]]; step < node.firstStep[queue[i] + 1]; step++) {
                int target = node.targets[step];
                if (!reached.get(target) && (node.distinct == null || node.elements[step].breadth >= Breadth.ENDLESS)) {
                    reached.set(target);
                    queue[size++] = target;
                }
            }
        }
        return reached;
    }

    private static List<Node> members(Node.MembersNode node) {
        MemberTable table = node.table;
        MemberState start = table.start();
        boolean anyCount = table.maxCount == Expr.UNBOUNDED && table.minCount == 0 && !table.hasDemands();
        List<Node> parts = new ArrayList<>();
        for (int member = 0; member < table.memberCount(); member++) {
            boolean comes = table.occurrences[member] == Occurrence.REQUIRED
                    || anyCount
                    || start.available().get(table.reach.place(member));
            // A member that is read in several ways may have to be read in one of them.
            if (table.isUsable(member) && comes && node.afterKey[member].length == 1) {
                parts.add(node.afterKey[member][0]);
            }
        }
        return parts;
    }
}
