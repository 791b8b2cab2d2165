package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.match.Frame.ElementsFrame;
import dev.tenon.automaton.match.Frame.MembersFrame;
import dev.tenon.automaton.match.Frame.Part;
import dev.tenon.automaton.match.Head.KeyHead;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.match.Head.SteppedHead;
import dev.tenon.automaton.match.Head.TokenHead;
import dev.tenon.automaton.token.TokenTrie;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tokens that survive what follows the end of a lexeme or key. Every reading takes whole lexemes at a time: its
 * {@link SuffixScan} says which tokens end within the lexeme and where the others leave it, and from there the readings of
 * what follows go on. So a position is made for each lexeme that tokens reach, not for each byte.
 *
 * <p>Two things are decided by what was read and not by an automaton: elements of arrays whose elements are distinct, and
 * a second key of an object that remembers its keys within one token. There the tokens are walked byte by byte.
 */
final class CrossingWalk {
    /** Lexemes and keys entered before the walk is done by bytes, where readings that meet become one. */
    private static final int MOST_STEPS = 2_000;

    /** A power of two. */
    private static final int SLOTS = 16;

    private final MaskEngine engine;
    private final Stepper stepper;
    /** What was found last, each in its slot: while a lexeme goes on, all that follows it stays the same. */
    private final @Nullable Crossed[] last = new Crossed[SLOTS];

    private final Deque<Work> work = new ArrayDeque<>();
    private int[] ids = new int[128];
    private int count;
    private int steps;
    private boolean completesKeys;
    private boolean isDoubtful;
    /** The stack with which the walk began, if it is to be known which tokens begin another element of an array in it. */
    private @Nullable Frame watched;

    private final IdList again = new IdList();
    /** Of the reading at hand: see {@link Work}. */
    private boolean inAnother;

    /**
     * Tokens at the beginning of what readings say.
     *
     * @param afterKey whether a key that must be remembered was completed since the walk began
     * @param another whether another element was begun than the one watched
     */
    private record Work(Position at, SuffixRoots from, boolean afterKey, boolean another) {}

    /**
     * What was found.
     *
     * @param at the readings followed
     * @param from what was walked
     * @param watched the stack that was watched
     * @param ids the tokens that survive; some may come twice
     * @param again those of them that have begun another element of the array that is watched
     * @param completesKeys whether any of them completes a key that must be remembered
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Crossed(
            Position at, SuffixRoots from, @Nullable Frame watched, int[] ids, int[] again, boolean completesKeys) {
        @SuppressWarnings("ReferenceEquality") // the readings after one frame are one object
        boolean isOf(Position next, SuffixRoots crossing, @Nullable Frame stack) {
            return at == next && watched == stack && from.equals(crossing);
        }
    }

    CrossingWalk(MaskEngine engine, Stepper stepper) {
        this.engine = engine;
        this.stepper = stepper;
    }

    /** From now on tokens are told apart that begin another element of an array in this stack. */
    void watch(@Nullable Frame stack) {
        watched = stack;
    }

    /** The tokens of the crossing that survive what follows. */
    Crossed walk(Position next, SuffixRoots crossing) {
        int slot = next.hashCode() & (SLOTS - 1);
        Crossed known = last[slot];
        if (known != null && known.isOf(next, crossing, watched)) {
            return known;
        }
        again.clear();
        count = 0;
        steps = 0;
        completesKeys = false;
        isDoubtful = false;
        work.push(new Work(next, crossing, false, false));
        while (!work.isEmpty() && !isDoubtful) {
            Work some = work.pop();
            steps += some.at.heads.length;
            isDoubtful = steps > MOST_STEPS;
            for (int i = 0; i < some.at.heads.length && !isDoubtful; i++) {
                int before = count;
                inAnother = watched != null && (some.another || isWithinAnother(some.at.heads[i], watched));
                follow(some.at.heads[i], some);
                if (inAnother) {
                    addAgain(before);
                }
            }
        }
        if (isDoubtful) {
            work.clear();
            count = 0;
            again.clear();
            walkBytes(next, crossing);
            if (watched != null) {
                addAgain(0);
            }
        }
        Crossed found = new Crossed(next, crossing, watched, Arrays.copyOf(ids, count), again.toArray(), completesKeys);
        last[slot] = found;
        return found;
    }

    private void follow(Head head, Work some) {
        if (head.value != null && Duplicates.areAll(head)) {
            followLessDuplicates(head, some);
            return;
        }
        if (head.value != null) {
            walkBytes(new Position(new Head[] {head}, false, null), some.from);
            return;
        }
        switch (head) {
            case LexemeHead lexeme -> {
                SuffixScan scan = lexeme.lexeme.isCounted()
                        ? SuffixScan.of(some.from, lexeme.lexeme, lexeme.state, lexeme.units)
                        : engine.suffixes(some.from, lexeme.lexeme.dfa, lexeme.state);
                addAll(scan.inside);
                if (!scan.exits.isEmpty() && lexeme.below != null) {
                    work.push(new Work(stepper.after(lexeme.below), scan.exits, some.afterKey, inAnother));
                }
            }
            case SteppedHead stepped -> walkBytes(new Position(new Head[] {stepped}, false, null), some.from);
            case KeyHead key -> followKey(key, some);
            case TokenHead token -> {
                // no byte is part of a special token
            }
        }
    }

    private void addAgain(int from) {
        for (int i = from; i < count; i++) {
            again.add(ids[i]);
        }
    }

    /** Whether a reading is within an element of an array of the stack, and not in the one that was there. */
    private static boolean isWithinAnother(Head head, Frame watched) {
        for (Frame frame = head.below; frame != null && !isIn(watched, frame); frame = frame.below) {
            if (frame instanceof ElementsFrame array && array.node.isRelaxed && array.part == Part.ITEM) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isIn(Frame stack, Frame wanted) {
        Frame at = stack;
        while (at != null && at != wanted) {
            at = at.below;
        }
        return at != null;
    }

    /** The tokens that there were if elements might be equal, less those that make two equal. */
    private void followLessDuplicates(Head head, Work some) {
        CrossingWalk inner = new CrossingWalk(engine, stepper);
        Head relaxed = Duplicates.relaxed(head);
        inner.watch(relaxed.below);
        Crossed all = inner.walk(new Position(new Head[] {relaxed}, false, null), some.from);
        completesKeys |= all.completesKeys;
        isDoubtful |= all.completesKeys && some.afterKey;
        IdList dead = new IdList();
        for (int root : some.from.roots()) {
            Duplicates.collect(stepper, head, some.from.trie(), root, dead);
        }
        int[] forbidden = sorted(dead.toArray());
        int[] doubtful = sorted(all.again);
        for (int id : all.ids) {
            if (Arrays.binarySearch(forbidden, id) < 0 && Arrays.binarySearch(doubtful, id) < 0) {
                add(id);
            }
        }
        if (doubtful.length > 0) {
            walkSome(new Position(new Head[] {head}, false, null), some.from, doubtful);
        }
    }

    private static int[] sorted(int[] list) {
        Arrays.sort(list);
        return list;
    }

    /** Walks tokens of a sorted list byte by byte. */
    private void walkSome(Position from, SuffixRoots crossing, int[] list) {
        TokenTrie trie = crossing.trie();
        for (int root : crossing.roots()) {
            stepper.walk(trie, root, from, node -> holdsAny(trie, node, list), node -> {
                for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
                    if (Arrays.binarySearch(list, trie.id(at)) >= 0) {
                        add(trie.id(at));
                    }
                }
            });
        }
    }

    private static boolean holdsAny(TokenTrie trie, int node, int[] list) {
        for (int at = trie.idStart(node); at < trie.idStart(trie.end(node)); at++) {
            if (Arrays.binarySearch(list, trie.id(at)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The way of tokens through a key from its start. */
    private void followKey(KeyHead head, Work some) {
        MemberTable table = head.frame.node.table;
        if (head.state != 0) {
            throw new AssertionError("a key that has begun");
        }
        KeyExits exits = new KeyExits(table);
        if (table.keysRunOut() && head.frame.state.used != null) {
            readKey(head, some, exits);
        } else {
            KeySuffixes suffixes = table.suffixes(some.from);
            BitSet available = head.frame.state.available();
            IdList inside = new IdList();
            suffixes.addInside(available, inside);
            for (int i = 0; i < inside.size(); i++) {
                add(inside.get(i));
            }
            for (KeySuffixes.End end : suffixes.ends()) {
                if (available.get(table.reach.place(end.member()))) {
                    completeKey(head, some, exits, end.member(), end.node(), end.key());
                }
            }
        }
        exits.push(head, some);
    }

    /** The same where keys can run out, so that those that were used decide over the beginnings of others. */
    private void readKey(KeyHead head, Work some, KeyExits exits) {
        MemberTable table = head.frame.node.table;
        TokenTrie trie = some.from.trie();
        int[] states = new int[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        byte[] path = new byte[trie.depth() + 1];
        MemberState members = head.frame.state;
        for (int root : some.from.roots()) {
            int stop = trie.end(root);
            states[0] = 0;
            endAt[0] = stop;
            int depth = 0;
            int node = root + 1;
            while (node < stop) {
                while (node >= endAt[depth]) {
                    depth--;
                }
                int end = trie.end(node);
                path[depth] = (byte) trie.byteOf(node);
                int state = table.keys.step(states[depth], trie.byteOf(node));
                if (state == ByteDfa.DEAD || !members.isAlive(state, path, depth + 1)) {
                    node = end;
                    continue;
                }
                int member = table.keys.label(state);
                if (member >= 0) {
                    completeKey(head, some, exits, member, node, Arrays.copyOf(path, depth + 1));
                    node = end;
                    continue;
                }
                addIds(trie, node);
                depth++;
                states[depth] = state;
                endAt[depth] = end;
                node++;
            }
        }
    }

    private void completeKey(KeyHead head, Work some, KeyExits exits, int member, int node, byte[] key) {
        MemberTable table = head.frame.node.table;
        if (table.occurrences[member] == Occurrence.MANY) {
            completesKeys = true;
            if (some.afterKey) {
                isDoubtful = true;
                return;
            }
            if (UsedKeys.contains(head.frame.state.used, key)) {
                return;
            }
        }
        TokenTrie trie = some.from.trie();
        addIds(trie, node);
        if (trie.end(node) > node + 1) {
            exits.add(member, node, table.remembersKeys && table.keysRunOut() ? key : null);
        }
    }

    /** Where tokens have completed keys, by what follows them. */
    private final class KeyExits {
        private final MemberTable table;
        private final List<KeyExit> list = new ArrayList<>(0);

        KeyExits(MemberTable table) {
            this.table = table;
        }

        void add(int member, int node, byte @Nullable [] key) {
            for (KeyExit exit : list) {
                if (exit.member == member && key == null) {
                    exit.add(node);
                    return;
                }
            }
            list.add(new KeyExit(member, node, key));
        }

        void push(KeyHead head, Work some) {
            Node.MembersNode node = head.frame.node;
            for (KeyExit exit : list) {
                SuffixRoots from = new SuffixRoots(some.from.trie(), exit.nodes);
                MemberState state = head.frame.state;
                KeyText text = exit.key == null ? null : KeyText.of(exit.key);
                for (int alternative : state.readings(exit.member)) {
                    MembersFrame after = new MembersFrame(
                            node, state.after(exit.member, alternative, text), Part.ITEM, head.frame.below);
                    work.push(new Work(
                            stepper.into(node.afterKey[exit.member][alternative], after),
                            from,
                            some.afterKey || table.occurrences[exit.member] == Occurrence.MANY,
                            inAnother));
                }
            }
        }
    }

    private static final class KeyExit {
        final int member;
        int[] nodes;
        /** Where keys of the member can run out, so that it matters which was used. */
        final byte @Nullable [] key;

        KeyExit(int member, int node, byte @Nullable [] key) {
            this.member = member;
            this.nodes = new int[] {node};
            this.key = key;
        }

        void add(int node) {
            nodes = Arrays.copyOf(nodes, nodes.length + 1);
            nodes[nodes.length - 1] = node;
        }
    }

    /** Walks subtrees with the readings of the position, byte by byte. */
    private void walkBytes(Position from, SuffixRoots crossing) {
        long before = stepper.completedKeys();
        TokenTrie trie = crossing.trie();
        for (int root : crossing.roots()) {
            stepper.walk(trie, root, from, node -> addIds(trie, node));
        }
        completesKeys |= stepper.completedKeys() != before;
    }

    private void addIds(TokenTrie trie, int node) {
        for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
            add(trie.id(at));
        }
    }

    private void add(int id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
    }

    private void addAll(int[] some) {
        if (ids.length - count < some.length) {
            ids = Arrays.copyOf(ids, Math.max(2 * ids.length, count + some.length));
        }
        System.arraycopy(some, 0, ids, count, some.length);
        count += some.length;
    }
}
