package dev.tenon.automaton.match;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Distinctness;
import dev.tenon.automaton.grammar.TextMachine;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A grammar's expression made ready to be run: references are links. Nodes are shared by all matchers of a grammar and
 * compared by identity.
 */
abstract sealed class Node {
    /** Least number of bytes of a text of this node; set once while the program is linked. */
    long least;

    /**
     * A number of different values that texts of this node are certain to have, saturated; set once while the program is
     * linked, where any array asks for distinct elements.
     */
    long breadth = 1;

    /** The empty text. */
    static final class EmptyNode extends Node {}

    static final class LexemeNode extends Node {
        final CompiledLexeme lexeme;

        LexemeNode(CompiledLexeme lexeme) {
            this.lexeme = lexeme;
        }
    }

    /** A text that is told step by step. */
    static final class SteppedNode extends Node {
        final TextMachine machine;
        final TextMachine.State start;

        SteppedNode(TextMachine machine) {
            this.machine = machine;
            this.start = machine.start();
        }
    }

    static final class SequenceNode extends Node {
        final Node[] items;
        /** [index] -> least bytes of the items from there on. */
        final long[] leastFrom;
        /** [index] -> {@link Node#breadth} of the items from there on. */
        final long[] breadthFrom;

        SequenceNode(int size) {
            this.breadthFrom = new long[size + 1];
            Arrays.fill(breadthFrom, 1);
            this.items = new Node[size];
            this.leastFrom = new long[size + 1];
        }
    }

    static final class ChoiceNode extends Node {
        final Node[] alternatives;

        ChoiceNode(int size) {
            this.alternatives = new Node[size];
        }
    }

    /** A reference; linked once the rule's body is there. */
    static final class RuleNode extends Node {
        private @Nullable Node target;

        void link(Node body) {
            this.target = body;
        }

        Node target() {
            if (target == null) {
                throw new AssertionError("a rule was not linked");
            }
            return target;
        }
    }

    static final class TokenNode extends Node {
        /** Ascending. */
        final int[] tokenIds;

        TokenNode(int[] tokenIds) {
            this.tokenIds = tokenIds;
        }
    }

    static final class CaptureNode extends Node {
        final String label;
        final Node body;

        CaptureNode(String label, Node body) {
            this.label = label;
            this.body = body;
        }
    }

    static final class RepetitionNode extends Node {
        final Node item;
        /** Null where items follow each other directly. */
        final @Nullable Node separator;

        final int min;
        final int max;

        RepetitionNode(Node item, @Nullable Node separator, int min, int max) {
            this.item = item;
            this.separator = separator;
            this.min = min;
            this.max = max;
        }

        /** Completed items after one more; counts that nothing can tell apart are one. */
        int countAfter(int completed) {
            return max == Expr.UNBOUNDED ? Math.min(completed + 1, min) : completed + 1;
        }

        boolean mayStop(int completed) {
            return completed >= min;
        }

        boolean mayGoOn(int completed) {
            return max == Expr.UNBOUNDED || completed < max;
        }

        /** Least bytes after so many completed items, from the end of an item on. */
        long leastAfter(int completed) {
            long missing = Math.max(0, min - completed);
            return Saturating.times(missing, Saturating.plus(item.least, separator == null ? 0 : separator.least));
        }
    }

    /** The inside of an array, by an automaton over elements: the steps of all states in one list, state by state. */
    static final class ElementsNode extends Node {
        final Node[] elements;
        final int[] targets;
        /** [state] -> its first step; length stateCount + 1. */
        final int[] firstStep;

        final BitSet mayEnd;
        /** Null where elements follow each other directly. */
        final @Nullable Node separator;

        /** [state] -> least bytes from the beginning of an element on, where one must come. */
        final long[] leastFrom;

        /** [state] -> as {@link Node#breadth}, of the elements still to come; where elements may be equal. */
        final long[] breadthFrom;

        /** [state] -> its first place in {@link #stepsInto}; length stateCount + 1. */
        final int[] firstInto;
        /** The steps by the state they lead to. */
        final int[] stepsInto;
        /** [step] -> the state it leaves. */
        final int[] sources;

        /** Null where elements may be equal. */
        final @Nullable DistinctElements distinct;

        /** Which states stand for others; null where elements must be different. */
        final @Nullable ElementSimulation simulation;

        /** Whether this stands for an array of distinct elements, with elements that may be equal. */
        final boolean isRelaxed;

        /** The same array with elements that may be equal; made where it is first asked for. */
        private volatile @Nullable ElementsNode relaxed;

        ElementsNode(
                Node[] elements,
                int[] targets,
                int[] firstStep,
                BitSet mayEnd,
                @Nullable Node separator,
                Distinctness distinctness) {
            this.elements = elements;
            this.targets = targets;
            this.firstStep = firstStep;
            this.mayEnd = mayEnd;
            this.separator = separator;
            this.leastFrom = new long[firstStep.length - 1];
            this.breadthFrom = new long[firstStep.length - 1];
            this.sources = new int[targets.length];
            this.stepsInto = new int[targets.length];
            this.firstInto = new int[firstStep.length];
            for (int target : targets) {
                firstInto[target + 1]++;
            }
            for (int state = 0; state < stateCount(); state++) {
                firstInto[state + 1] += firstInto[state];
                Arrays.fill(sources, firstStep[state], firstStep[state + 1], state);
            }
            int[] fill = firstInto.clone();
            for (int step = 0; step < targets.length; step++) {
                stepsInto[fill[targets[step]]++] = step;
            }
            this.distinct = distinctness == Distinctness.NONE ? null : new DistinctElements(this);
            this.isRelaxed = false;
            this.simulation = distinctness == Distinctness.NONE
                    ? new ElementSimulation(elements, targets, firstStep, mayEnd)
                    : null;
        }

        /** The same with elements that may be equal. */
        private ElementsNode(ElementsNode strict) {
            this.elements = strict.elements;
            this.targets = strict.targets;
            this.firstStep = strict.firstStep;
            this.mayEnd = strict.mayEnd;
            this.separator = strict.separator;
            this.leastFrom = strict.leastFrom;
            this.breadthFrom = strict.breadthFrom;
            this.sources = strict.sources;
            this.stepsInto = strict.stepsInto;
            this.firstInto = strict.firstInto;
            this.distinct = null;
            this.simulation = null;
            this.isRelaxed = true;
            this.least = strict.least;
        }

        /** The same array with elements that may be equal. */
        ElementsNode relaxed() {
            ElementsNode known = relaxed;
            if (known == null) {
                known = new ElementsNode(this);
                relaxed = known;
            }
            return known;
        }

        int stateCount() {
            return firstStep.length - 1;
        }

        boolean hasSteps(int state) {
            return firstStep[state] < firstStep[state + 1];
        }

        /** Least bytes in a state after an element: of the separators and elements still to come. */
        long leastAfter(int state) {
            return mayEnd.get(state) ? 0 : Saturating.plus(separator == null ? 0 : separator.least, leastFrom[state]);
        }
    }

    static final class MembersNode extends Node {
        final MemberTable table;
        /** [member] -> its alternatives. */
        final Node[][] afterKey;

        final Node separator;

        MembersNode(MemberTable table, Node separator) {
            this.table = table;
            this.afterKey = new Node[table.memberCount()][];
            this.separator = separator;
        }

        /** Least bytes of a member, its key included. */
        long leastMember(int member) {
            return Saturating.plus(table.leastKey(member), leastAfterKey(member));
        }

        /** Least bytes of what follows a key of the member. */
        long leastAfterKey(int member) {
            long least = Saturating.INFINITE;
            for (Node alternative : afterKey[member]) {
                least = Math.min(least, alternative.least);
            }
            return least;
        }
    }
}
