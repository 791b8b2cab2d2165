package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.match.Head.KeyHead;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.match.Head.SteppedHead;
import dev.tenon.automaton.match.Head.TokenHead;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all completions of readings, depth-first and byte by byte, coming to none twice. White space is read on
 * the shortest way alone: it makes no other value. Readings whose texts differ in layout or in the order of members meet
 * in one (see {@link PartialValue}).
 */
final class HeadWalk {
    private final Stepper stepper;
    private final Deque<Branch> branches = new ArrayDeque<>();
    private final Set<Key> seen = new HashSet<>();

    /** A reading by what may follow it. */
    record Key(Head head) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && Head.same(head, that.head);
        }

        @Override
        public int hashCode() {
            return head.hash;
        }
    }

    /** Readings that are new, or a reading and the bytes that were not tried. */
    private static final class Branch {
        final Head[] heads;
        int nextHead;
        final @Nullable Head from;
        int nextByte;

        Branch(Head[] heads, @Nullable Head from) {
            this.heads = heads.clone();
            this.from = from;
            // Shortest first: an array that can go on for ever is ended before it does.
            Arrays.sort(this.heads, Comparator.comparingLong(Head::least));
        }
    }

    HeadWalk(Stepper stepper, Head[] heads) {
        this.stepper = stepper;
        branches.push(new Branch(heads, null));
    }

    /** A reading not met before, or null when there is none. */
    @Nullable
    Head next() {
        while (!branches.isEmpty()) {
            Branch top = branches.element();
            if (top.nextHead < top.heads.length) {
                Head head = top.heads[top.nextHead++];
                if (seen.add(new Key(head))) {
                    return head;
                }
                continue;
            }
            branches.pop();
            if (top.from != null) {
                goOn(top.from, top.nextByte);
            }
        }
        return null;
    }

    /** Makes the readings after a reading the next ones. */
    void expand(Head head) {
        goOn(head, 0);
    }

    private void goOn(Head head, int firstByte) {
        switch (head) {
            case LexemeHead lexeme -> {
                CompiledLexeme parts = lexeme.lexeme;
                if (parts.breadth().isLayout) {
                    if (firstByte == 0) {
                        push(stepper.step(head, shortestByte(parts.dfa, lexeme.state)).heads, null, 256);
                    }
                    return;
                }
                stepFrom(head, b -> parts.dfa.step(lexeme.state, b) != ByteDfa.DEAD, firstByte);
            }
            case SteppedHead stepped -> stepFrom(head, b -> stepped.state.step(b) != null, firstByte);
            case KeyHead key -> {
                ByteDfa keys = key.frame.node.table.keys;
                stepFrom(head, b -> keys.step(key.state, b) != ByteDfa.DEAD, firstByte);
            }
            case TokenHead token -> {
                if (firstByte == 0) {
                    Position alone = new Position(new Head[] {head}, false, null);
                    push(stepper.stepToken(alone, token.node.tokenIds[0]).heads, null, 256);
                }
            }
        }
    }

    private void stepFrom(Head head, IntPredicate mayCome, int firstByte) {
        for (int b = firstByte; b < 256; b++) {
            if (mayCome.test(b)) {
                Head[] after = stepper.step(head, b).heads;
                if (after.length > 0) {
                    push(after, head, b + 1);
                    return;
                }
            }
        }
    }

    private void push(Head[] heads, @Nullable Head from, int nextByte) {
        Branch branch = new Branch(heads, from);
        branch.nextByte = nextByte;
        branches.push(branch);
    }

    private static int shortestByte(ByteDfa dfa, int state) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int b = 0; b < 256; b++) {
            int target = dfa.step(state, b);
            if (target != ByteDfa.DEAD && dfa.leastBytes(target) < least) {
                least = dfa.leastBytes(target);
                best = b;
            }
        }
        return best;
    }
}
