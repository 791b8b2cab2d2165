package dev.tenon.automaton.match;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Works out the least number of bytes of every node's texts. Values only sink, so the relaxation ends; a node is looked
 * at again only when one of its parts sank.
 */
final class LeastBytes {
    private LeastBytes() {}

    /** Sets {@link Node#least} of all nodes, each of which has a text. */
    static void settle(List<Node> nodes) {
        IdentityHashMap<Node, List<Node>> users = new IdentityHashMap<>();
        for (Node node : nodes) {
            node.least = Saturating.INFINITE;
            for (Node part : parts(node)) {
                users.computeIfAbsent(part, key -> new ArrayList<>()).add(node);
            }
        }
        Deque<Node> work = new ArrayDeque<>(nodes);
        // A node with many parts waits once and not once for each of them: looking at it takes as long as it has parts.
        Set<Node> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
        waiting.addAll(nodes);
        while (!work.isEmpty()) {
            Node node = work.remove();
            waiting.remove(node);
            long least = least(node);
            if (least < node.least) {
                node.least = least;
                for (Node user : users.getOrDefault(node, List.of())) {
                    if (waiting.add(user)) {
                        work.add(user);
                    }
                }
            }
        }
        for (Node node : nodes) {
            if (node instanceof Node.SequenceNode sequence) {
                for (int i = sequence.items.length - 1; i >= 0; i--) {
                    sequence.leastFrom[i] = Saturating.plus(sequence.leastFrom[i + 1], sequence.items[i].least);
                }
            }
        }
    }

    static List<Node> parts(Node node) {
        return switch (node) {
            case Node.EmptyNode empty -> List.of();
            case Node.LexemeNode lexeme -> List.of();
            case Node.SteppedNode stepped -> List.of();
            case Node.TokenNode token -> List.of();
            case Node.SequenceNode sequence -> List.of(sequence.items);
            case Node.ChoiceNode choice -> List.of(choice.alternatives);
            case Node.RuleNode rule -> List.of(rule.target());
            case Node.CaptureNode capture -> List.of(capture.body);
            case Node.RepetitionNode repetition ->
                repetition.separator == null
                        ? List.of(repetition.item)
                        : List.of(repetition.item, repetition.separator);
            case Node.ElementsNode elements -> {
                Set<Node> parts = Collections.newSetFromMap(new IdentityHashMap<>());
                Collections.addAll(parts, elements.elements);
                if (elements.separator != null) {
                    parts.add(elements.separator);
                }
                yield List.copyOf(parts);
            }
            case Node.MembersNode members -> {
                Set<Node> parts = Collections.newSetFromMap(new IdentityHashMap<>());
                for (Node[] alternatives : members.afterKey) {
                    Collections.addAll(parts, alternatives);
                }
                parts.add(members.separator);
                yield List.copyOf(parts);
            }
        };
    }

    private static long least(Node node) {
        return switch (node) {
            case Node.EmptyNode empty -> 0;
            case Node.LexemeNode lexeme -> lexeme.lexeme.leastBytes(0, 0);
            case Node.SteppedNode stepped -> stepped.start.leastBytes();
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
            case Node.ElementsNode elements -> {
                LeastElements.settle(elements);
                yield elements.mayEnd.get(0) ? 0 : elements.leastFrom[0];
            }
            case Node.MembersNode members -> {
                MemberState start = members.table.start();
                yield start.mayEnd() ? 0 : new LeastMembers(start, members).next();
            }
        };
    }
}
