package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.match.Frame.ElementsFrame;
import dev.tenon.automaton.match.Frame.MembersFrame;
import dev.tenon.automaton.match.Frame.Part;
import dev.tenon.automaton.match.Frame.RepetitionFrame;
import dev.tenon.automaton.match.Frame.SequenceFrame;
import dev.tenon.automaton.match.Head.KeyHead;
import dev.tenon.automaton.match.Head.LexemeHead;
import java.util.Arrays;
import java.util.BitSet;

/**
 * How many different values something can still become, as a number that is certain: never more than there are, often
 * fewer. Where it passes the number of values that are used, one is left by the pigeonhole principle, and nothing has to
 * be looked for. Different words of a lexeme are different values (layout apart), and so are different choices of
 * independent parts.
 */
final class Breadth {
    /** So many values are no end of them: no text has room for so many elements. */
    static final long ENDLESS = 1L << 40;

    private Breadth() {}

    /** Of a node, by what is known of its parts. */
    static long of(Node node) {
        return switch (node) {
            case Node.EmptyNode empty -> 1;
            case Node.LexemeNode lexeme -> lexeme.lexeme.breadth().of(0, 0);
            // At least one: how many only a walk could tell.
            case Node.SteppedNode stepped -> 1;
            case Node.SequenceNode sequence -> {
                for (int i = sequence.items.length - 1; i >= 0; i--) {
                    sequence.breadthFrom[i] = Saturating.times(sequence.breadthFrom[i + 1], sequence.items[i].breadth);
                }
                yield sequence.breadthFrom[0];
            }
            case Node.ChoiceNode choice -> {
                long most = 1;
                for (Node alternative : choice.alternatives) {
                    most = Math.max(most, alternative.breadth);
                }
                yield most;
            }
            case Node.RuleNode rule -> rule.target().breadth;
            case Node.TokenNode token -> 1;
            case Node.CaptureNode capture -> capture.body.breadth;
            case Node.RepetitionNode repetition ->
                repetition.max == Expr.UNBOUNDED
                        ? items(repetition, Expr.UNBOUNDED)
                        : Math.max(items(repetition, repetition.max), lengths(repetition));
            case Node.ElementsNode elements -> elements(elements);
            case Node.MembersNode members -> {
                MemberState start = members.table.start();
                yield members(members, start);
            }
        };
    }

    /** Repetitions of different lengths are different, unless they are white space. */
    private static long lengths(Node.RepetitionNode node) {
        return isBlank(node.item) ? 1 : 1L + node.max - node.min;
    }

    private static long items(Node.RepetitionNode node, int count) {
        if (isBlank(node.item)) {
            return 1;
        }
        if (count == Expr.UNBOUNDED) {
            return Saturating.INFINITE;
        }
        long product = 1;
        for (int i = 0; i < count && node.item.breadth > 1 && product < Saturating.INFINITE; i++) {
            product = Saturating.times(product, node.item.breadth);
        }
        return product;
    }

    private static boolean isBlank(Node node) {
        return node instanceof Node.EmptyNode
                || (node instanceof Node.LexemeNode lexeme && lexeme.lexeme.breadth().isBlank);
    }

    private static long elements(Node.ElementsNode node) {
        DistinctElements distinct = node.distinct;
        if (distinct != null) {
            distinct.settle();
            return distinct.isEndless(0) ? Saturating.INFINITE : distinct.breadth(0, 0);
        }
        int states = node.stateCount();
        int[] pending = new int[states];
        int[] queue = new int[states];
        int size = 0;
        for (int state = 0; state < states; state++) {
            pending[state] = node.firstStep[state + 1] - node.firstStep[state];
            if (pending[state] == 0) {
                queue[size++] = state;
            }
        }
        // What is never taken out of the queue leads to a cycle: an array of any length.
        Arrays.fill(node.breadthFrom, Saturating.INFINITE);
        for (int i = 0; i < size; i++) {
            int state = queue[i];
            node.breadthFrom[state] = 1;
            for (int step = node.firstStep[state]; step < node.firstStep[state + 1]; step++) {
                long through = Saturating.times(node.elements[step].breadth, elementsAfter(node, node.targets[step]));
                node.breadthFrom[state] = Math.max(node.breadthFrom[state], through);
            }
            for (int at = node.firstInto[state]; at < node.firstInto[state + 1]; at++) {
                int source = node.sources[node.stepsInto[at]];
                if (--pending[source] == 0) {
                    queue[size++] = source;
                }
            }
        }
        return elementsAfter(node, 0);
    }

    private static long elementsAfter(Node.ElementsNode node, int state) {
        return !node.hasSteps(state) ? 1 : Saturating.plus(node.breadthFrom[state], node.mayEnd.get(state) ? 1 : 0);
    }

    /** Of the members that may still come once those in the state are there. */
    private static long members(Node.MembersNode node, MemberState state) {
        MemberTable table = node.table;
        long product = 1;
        for (int member = 0; member < table.memberCount(); member++) {
            if (state.isMissing(member)) {
                product = together(table, product, member(node, member));
            }
        }
        boolean independent = table.maxCount == Expr.UNBOUNDED && table.minCount == 0 && !table.hasDemands();
        for (int place = state.available().nextSetBit(0);
                place >= 0;
                place = state.available().nextSetBit(place + 1)) {
            int member = table.reach.member(place);
            if (isEndless(node, member, 0)) {
                return Saturating.INFINITE;
            }
            if (independent && table.occurrences[member] == Occurrence.OPTIONAL) {
                product = Saturating.times(product, Saturating.plus(member(node, member), 1));
            }
        }
        return product;
    }

    /** Whether a member that is available has no end of values, or of keys from a state of the key automaton on. */
    private static boolean isEndless(Node.MembersNode node, int member, int keyState) {
        return member(node, member) >= Saturating.INFINITE
                || (node.table.occurrences[member] == Occurrence.MANY
                        && node.table.keyCount(member, keyState) >= Saturating.INFINITE);
    }

    /** Of two members: their values are free of each other, unless the object makes demands on both. */
    private static long together(MemberTable table, long one, long two) {
        return table.hasDemands() ? Math.max(one, two) : Saturating.times(one, two);
    }

    /** Of what follows the key of a member, whichever way it is read. */
    static long member(Node.MembersNode node, int member) {
        long least = Saturating.INFINITE;
        for (Node value : node.afterKey[member]) {
            least = Math.min(least, value.breadth);
        }
        return node.afterKey[member].length == 0 ? 1 : least;
    }

    /** Of the part that a reading is in. */
    static long of(Head head) {
        return switch (head) {
            case LexemeHead lexeme -> lexeme.lexeme.breadth().of(lexeme.state, lexeme.units);
            case KeyHead key -> key(key.frame, key.state);
            case Head.SteppedHead stepped -> 1;
            case Head.TokenHead token -> 1;
        };
    }

    /** Of a key in a state of the key automaton, and of all that follows in the object. */
    static long key(MembersFrame frame, int keyState) {
        Node.MembersNode node = frame.node;
        MemberTable table = node.table;
        MemberState state = frame.state;
        BitSet reached = table.reach.within(keyState, state.available());
        long most = 1;
        for (int place = reached.nextSetBit(0); place >= 0; place = reached.nextSetBit(place + 1)) {
            int member = table.reach.member(place);
            if (isEndless(node, member, keyState)) {
                return Saturating.INFINITE;
            }
            long product = member(node, member);
            for (int other = 0; other < table.memberCount(); other++) {
                if (other != member && state.isMissing(other)) {
                    product = together(table, product, member(node, other));
                }
            }
            most = Math.max(most, product);
        }
        return most;
    }

    /** Of what a frame alone still asks for; arrays of distinct elements and keys in progress apart. */
    static long of(Frame frame) {
        return switch (frame) {
            case SequenceFrame sequence -> sequence.node.breadthFrom[sequence.next];
            case Frame.CaptureFrame capture -> 1;
            case RepetitionFrame repetition -> {
                Node.RepetitionNode node = repetition.node;
                int left = node.max == Expr.UNBOUNDED ? Expr.UNBOUNDED : node.max - repetition.completed - 1;
                yield items(node, repetition.part == Part.SEPARATOR && left != Expr.UNBOUNDED ? left + 1 : left);
            }
            case ElementsFrame elements ->
                elements.part == Part.SEPARATOR
                        ? elements.node.breadthFrom[elements.state]
                        : elementsAfter(elements.node, elements.state);
            case MembersFrame members -> {
                long rest = members(members.node, members.state);
                // After a separator the choice of no other member is gone.
                yield members.part == Part.SEPARATOR && rest < Saturating.INFINITE ? Math.max(1, rest - 1) : rest;
            }
        };
    }
}
