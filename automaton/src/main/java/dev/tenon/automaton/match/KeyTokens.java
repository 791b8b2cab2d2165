package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.TrieChildren;
import dev.tenon.automaton.token.Vocabulary;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a vocabulary's tokens can do from one state of a key automaton: the nodes of the trie at which they are in another
 * state than from the {@link Body} that they are compared with, or in any state where there is no body to compare with.
 * Immutable but for what it keeps.
 */
final class KeyTokens {
    /** All nodes below are in the same state as this one, and are not listed. */
    private static final int ALIKE = 1;
    /** The body has a state at the node. */
    private static final int IN_BODY = 2;

    private final Vocabulary vocabulary;
    private final TokenTrie trie;
    private final @Nullable Body body;
    /** Nodes of the trie, ascending: where the state is another one than in the body. */
    private final int[] nodes;
    /** [index of nodes] -> the state; {@link ByteDfa#DEAD} where there is none. */
    private final int[] states;
    /** [index of nodes] -> first index after the subtree. */
    private final int[] skips;
    /** [index of nodes] -> {@link #ALIKE}, {@link #IN_BODY}, their sum, or 0. */
    private final byte[] kinds;
    /** Member -> nodes that complete one of its keys and have children, and the bytes up to there, in turn. */
    private final Map<Integer, IdList> ends;
    /** Member -> tokens that complete a key of it from the body and do not from here. */
    private final Map<Integer, IdList> except;
    /** The members one of whose keys some token completes and goes on from. */
    private final int[] completed;

    private final ConcurrentHashMap<CrossingKey, Crossing> crossings = new ConcurrentHashMap<>();

    private record CrossingKey(int member, FirstBytes first) {
        @Override
        public boolean equals(Object other) {
            return other instanceof CrossingKey that && member == that.member && first.equals(that.first);
        }

        @Override
        public int hashCode() {
            return first.hashCode() * 31 + member;
        }
    }

    private KeyTokens(Vocabulary vocabulary, @Nullable Body body, Walk walk) {
        this.vocabulary = vocabulary;
        this.trie = vocabulary.trie();
        this.body = body;
        this.nodes = walk.nodes.toArray();
        this.states = walk.found.toArray();
        this.skips = walk.skips;
        this.kinds = Arrays.copyOf(walk.kinds, nodes.length);
        this.ends = walk.ends;
        this.except = walk.except;
        BitSet members = new BitSet();
        ends.keySet().forEach(members::set);
        if (body != null) {
            for (int label : body.labels()) {
                members.set(label);
            }
        }
        this.completed = IdList.of(members);
    }

    /** Compared with the body. */
    static KeyTokens beside(MaskEngine engine, ByteDfa keys, int start, Base base) {
        Walk walk = new Walk(engine, keys, base, null);
        walk.run(start, base.body().state());
        return new KeyTokens(engine.vocabulary(), base.body(), walk);
    }

    /** Without the keys that the body leads to. */
    static KeyTokens without(MaskEngine engine, ByteDfa keys, int start, Body body) {
        Walk walk = new Walk(engine, keys, null, body.states(keys));
        walk.run(start, ByteDfa.DEAD);
        return new KeyTokens(engine.vocabulary(), null, walk);
    }

    /** All keys. */
    static KeyTokens alone(MaskEngine engine, ByteDfa keys, int start) {
        Walk walk = new Walk(engine, keys, null, null);
        walk.run(start, ByteDfa.DEAD);
        return new KeyTokens(engine.vocabulary(), null, walk);
    }

    /** The members one of whose keys some token completes and goes on from, available or not. Not to be written. */
    int[] completedMembers() {
        return completed;
    }

    /**
     * Adds the tokens that stay inside a key of an available member.
     *
     * @param used tokens that say a key that was used, or null for none
     * @return tokens that complete no key, though crossings may have them, or null for none
     */
    @Nullable
    IdList addInside(KeyReach reach, BitSet available, @Nullable IdList used, MaskParts parts) {
        TokenMask base = body == null ? null : body.scan().inside;
        boolean isApart = base != null && parts.begin(base);
        IdList less = isApart ? null : new IdList();
        int[] usedIds = used == null ? Crossing.NO_IDS : used.sorted();
        IdList dead = used;
        int at = 0;
        while (at < nodes.length) {
            int node = nodes[at];
            int state = states[at];
            if (state != ByteDfa.DEAD && reach.meets(state, available)) {
                if (kinds[at] < IN_BODY) {
                    parts.add(trie, node, kinds[at] == ALIKE ? trie.end(node) : node + 1, usedIds);
                }
                at++;
                continue;
            }
            if (kinds[at] >= IN_BODY) {
                if (less == null) {
                    parts.leaveOut(trie, node, trie.end(node));
                } else {
                    less.addTokens(trie, node, trie.end(node));
                }
                if (state != ByteDfa.DEAD && body != null) {
                    dead = dead == null ? new IdList() : dead;
                    for (int label : body.scanLabels()) {
                        body.scan().addCrossing(label, node, trie.end(node), dead);
                    }
                }
            }
            at = skips[at];
        }
        if (less == null) {
            parts.leaveOut(usedIds);
        } else if (base != null) {
            less.addAll(usedIds);
            parts.add(base, less.toArray());
        }
        return dead == null || dead.size() == 0 ? null : dead;
    }

    /** What follows a key of the member, for a continuation that begins with these bytes. */
    Crossing crossing(int member, FirstBytes first) {
        CrossingKey key = new CrossingKey(member, first);
        Crossing known = crossings.get(key);
        if (known == null) {
            known = cross(member, first);
            crossings.put(key, known);
        }
        return known;
    }

    private Crossing cross(int member, FirstBytes first) {
        IdList list = ends.get(member);
        int count = list == null ? 0 : list.size() / 2;
        int[] roots = new int[count];
        int[] depths = new int[count];
        for (int i = 0; i < count && list != null; i++) {
            roots[i] = list.get(2 * i);
            depths[i] = list.get(2 * i + 1);
        }
        Crossing own = Crossing.of(vocabulary, roots, depths, first);
        int label = body == null ? -1 : body.scanLabel(member);
        if (body == null || label < 0) {
            return own;
        }
        IdList less = except.get(member);
        return own.with(body.scan().crossing(label, first), less == null ? Crossing.NO_IDS : less.toArray());
    }

    private static final class Walk {
        /** Few walks go deeper. */
        private static final int FIRST_DEPTH = 16;

        private final TokenTrie trie;
        private final ByteDfa keys;
        private final Staying staying;
        private final @Nullable Base base;
        private final @Nullable Body body;
        private final @Nullable BitSet closed;
        final IdList nodes = new IdList();
        final IdList found = new IdList();
        final Map<Integer, IdList> ends = new HashMap<>();
        final Map<Integer, IdList> except = new HashMap<>();
        /** The same by index of the body's labels, as far as there are any. */
        private final @Nullable IdList[] exceptAt;

        int[] skips = new int[64];
        byte[] kinds = new byte[64];

        /** @param closed states that are not entered, or null */
        Walk(MaskEngine engine, ByteDfa keys, @Nullable Base base, @Nullable BitSet closed) {
            this.trie = engine.vocabulary().trie();
            this.keys = keys;
            this.staying = new Staying(engine, keys);
            this.base = base;
            this.body = base == null ? null : base.body();
            this.exceptAt = new IdList[body == null ? 0 : body.labels().length];
            this.closed = closed;
        }

        void run(int start, int other) {
            if (start == other || (closed != null && closed.get(start))) {
                return;
            }
            TrieChildren children = trie.children();
            Apart apart = new Apart(trie, keys);
            int[] open = new int[FIRST_DEPTH];
            int[] stateAt = new int[FIRST_DEPTH];
            int[] otherAt = new int[FIRST_DEPTH];
            stateAt[0] = start;
            otherAt[0] = other;
            apart.open(0, 0, start, other);
            int depth = 0;
            while (depth >= 0) {
                int child = apart.next(depth);
                if (child < 0) {
                    if (depth > 0) {
                        skips[open[depth]] = nodes.size();
                    }
                    depth--;
                    continue;
                }
                int byteValue = children.byteOf(child);
                int state = keys.step(stateAt[depth], byteValue);
                int beside = apart.step(otherAt[depth], byteValue);
                if (state != ByteDfa.DEAD && closed != null && closed.get(state)) {
                    state = ByteDfa.DEAD;
                }
                if (state == beside) {
                    continue;
                }
                int node = children.node(child);
                if (base != null
                        && state != ByteDfa.DEAD
                        && beside != ByteDfa.DEAD
                        && base.isAlike(state, beside, trie, node)) {
                    continue;
                }
                int index = add(node, state, beside);
                end(node, depth + 1, state, beside);
                boolean isAlike = state != ByteDfa.DEAD
                        && staying.below(node, state)
                        && (beside == ByteDfa.DEAD || staying.below(node, beside));
                kinds[index] += (byte) (isAlike ? ALIKE : 0);
                if (state == ByteDfa.DEAD || isAlike) {
                    skips[index] = nodes.size();
                    continue;
                }
                // A complete key has no way on: both are dead below it.
                depth++;
                if (depth == open.length) {
                    open = Arrays.copyOf(open, 2 * depth);
                    stateAt = Arrays.copyOf(stateAt, 2 * depth);
                    otherAt = Arrays.copyOf(otherAt, 2 * depth);
                }
                open[depth] = index;
                stateAt[depth] = state;
                otherAt[depth] = beside;
                apart.open(depth, node, state, beside);
            }
        }

        private int add(int node, int state, int beside) {
            int index = nodes.size();
            if (index == skips.length) {
                skips = Arrays.copyOf(skips, 2 * index);
                kinds = Arrays.copyOf(kinds, 2 * index);
            }
            nodes.add(node);
            found.add(state);
            kinds[index] = (byte) (beside == ByteDfa.DEAD ? 0 : IN_BODY);
            return index;
        }

        /** Notes keys that are complete at a node, in the one or the other. */
        private void end(int node, int depth, int state, int beside) {
            int end = trie.end(node);
            int member = state == ByteDfa.DEAD ? -1 : keys.label(state);
            int other = beside == ByteDfa.DEAD ? -1 : keys.label(beside);
            if (body != null && end > node + 1 && (state == ByteDfa.DEAD || (other >= 0 && other != member))) {
                for (int i = 0; i < body.labels().length; i++) {
                    if (state == ByteDfa.DEAD || body.labels()[i] == other) {
                        body.scan().addCrossing(body.scanLabels()[i], node, end, exceptOf(i));
                    }
                }
            }
            if (member >= 0 && member != other && end > node + 1) {
                IdList list = ends.computeIfAbsent(member, none -> new IdList());
                list.add(node);
                list.add(depth);
            }
        }

        private IdList exceptOf(int index) {
            IdList list = exceptAt[index];
            if (list == null && body != null) {
                list = new IdList();
                exceptAt[index] = list;
                except.put(body.labels()[index], list);
            }
            return Objects.requireNonNull(list);
        }
    }
}
