package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import java.util.Arrays;

/**
 * {@link Distances} of all pairs of states of an automaton at once. The states are parted by their labels, then again and again
 * by which parts each byte leads to (E. F. Moore, Gedanken-experiments on sequential machines, 1956); the round that parts two states is the
 * length of the shortest word that tells them apart. After the first round only states with a way into a new part are looked at, so that a
 * chain like that of {@code (\S+ ){0,99}}, of whose end each round parts one link more, is soon done. Lower bounds, where that would take too
 * long. Immutable.
 */
final class StateDistances implements Distances {
    /** So many times each state is looked at, on average. */
    private static final int MOST_LOOKS = 12;

    /** [state] -> its part, in a tree in which a part hangs from the one that it was a piece of. */
    private final int[] leaf;
    /** What is known of states that were never parted. */
    private final int atLeast;

    private int[] parent;
    /** [part] -> the round that made it. */
    private int[] round;

    private int parts;

    /**
     * Works it out. O(states * byte classes).
     *
     * @param longest states that only longer words tell apart are {@link Distances#FAR} from each other
     */
    StateDistances(ByteDfa dfa, int longest) {
        int states = dfa.stateCount();
        this.leaf = new int[states];
        // Each parting makes two, of a tree that has a leaf for each state at most, and a root and labels above.
        this.parent = new int[2 * states + 2];
        this.round = new int[2 * states + 2];
        this.atLeast = new Refinement(dfa).run(longest);
    }

    @Override
    public int of(int first, int second) {
        int a = leaf[first];
        int b = leaf[second];
        int parted = atLeast;
        while (a != b) {
            // Pieces of one part are made in one round, so that both go up to it from there.
            parted = Math.max(round[a], round[b]);
            boolean up = round[a] == parted;
            b = round[b] == parted ? parent[b] : b;
            a = up ? parent[a] : a;
        }
        return parted;
    }

    /** A rough size for cache bounds. */
    int bytes() {
        return (leaf.length + 2 * parent.length) * 4 + 64;
    }

    private int addPart(int from, int madeIn) {
        if (parts == parent.length) {
            // Where a part is made of which one piece is all that there is, as of states that were not looked at.
            parent = Arrays.copyOf(parent, 2 * parts);
            round = Arrays.copyOf(round, 2 * parts);
        }
        parent[parts] = from;
        round[parts] = madeIn;
        return parts++;
    }

    /** States that lead to the same classes. */
    private record Groups(int count, int[] first, int[] size, int[] of) {}

    /** The parting itself. */
    private final class Refinement {
        private final ByteDfa dfa;
        private final int[] classOf;
        /** [class] -> how many states it has, and its part. */
        private final int[] sizes;

        private final int[] partOf;
        private int classes;
        /** [class] -> how many of its states are looked at, the largest group of these, and the part before. Of this round's classes alone. */
        private final int[] grouped;

        private final int[] largest;
        private final int[] from;

        Refinement(ByteDfa dfa) {
            this.dfa = dfa;
            int states = dfa.stateCount();
            this.classOf = new int[states];
            this.sizes = new int[states];
            this.partOf = new int[states];
            this.grouped = new int[states];
            this.largest = new int[states];
            this.from = new int[states];
        }

        /** How far states are from each other at least that stayed together. */
        int run(int longest) {
            int states = dfa.stateCount();
            int[][] sources = dfa.predecessors();
            IdList look = byLabel();
            long left = (long) MOST_LOOKS * states;
            int[] seen = new int[states];
            int made = 1;
            while (made <= longest && look.size() > 0 && left > 0) {
                left -= look.size();
                IdList moved = part(look, made);
                look = new IdList();
                for (int i = 0; i < moved.size(); i++) {
                    for (int source : sources[moved.get(i)]) {
                        if (seen[source] != made) {
                            seen[source] = made;
                            look.add(source);
                        }
                    }
                }
                made++;
            }
            for (int state = 0; state < states; state++) {
                leaf[state] = partOf[classOf[state]];
            }
            return look.size() == 0 || made > longest ? FAR : made;
        }

        /** The first classes; returns all states. */
        private IdList byLabel() {
            int root = addPart(-1, -1);
            int[] known = new int[dfa.labelCount() + 1];
            Arrays.fill(known, -1);
            IdList all = new IdList();
            for (int state = 0; state < classOf.length; state++) {
                int label = dfa.label(state) + 1;
                if (known[label] < 0) {
                    known[label] = addClass(addPart(root, 0));
                }
                classOf[state] = known[label];
                sizes[known[label]]++;
                all.add(state);
            }
            return all;
        }

        private int addClass(int part) {
            partOf[classes] = part;
            return classes++;
        }

        /**
         * Parts the classes of some states by where these lead; all others lead where they did, each to the same classes as the others of its
         * own.
         *
         * @return the states that have another class now
         */
        private IdList part(IdList look, int made) {
            Groups groups = group(look);
            for (int group = 0; group < groups.count; group++) {
                int own = classOf[groups.first[group]];
                grouped[own] = 0;
                from[own] = partOf[own];
            }
            for (int group = 0; group < groups.count; group++) {
                int own = classOf[groups.first[group]];
                grouped[own] += groups.size[group];
                largest[own] = grouped[own] == groups.size[group] || groups.size[group] > groups.size[largest[own]]
                        ? group
                        : largest[own];
            }
            int[] target = new int[groups.count];
            for (int group = 0; group < groups.count; group++) {
                int own = classOf[groups.first[group]];
                boolean isWhole = grouped[own] == sizes[own];
                if (isWhole && groups.size[group] == sizes[own]) {
                    target[group] = own;
                    continue;
                }
                // The number stays with those that were not looked at, or else with the largest group.
                boolean keeps = isWhole && largest[own] == group;
                if (partOf[own] == from[own]) {
                    partOf[own] = addPart(from[own], made);
                }
                target[group] = keeps ? own : addClass(addPart(from[own], made));
            }
            IdList moved = new IdList();
            for (int i = 0; i < look.size(); i++) {
                int state = look.get(i);
                int to = target[groups.of[i]];
                if (to != classOf[state]) {
                    sizes[classOf[state]]--;
                    sizes[to]++;
                    classOf[state] = to;
                    moved.add(state);
                }
            }
            return moved;
        }

        /** Groups states of one class that lead to the same classes. */
        private Groups group(IdList look) {
            int count = look.size();
            int[] slots = new int[Integer.highestOneBit(Math.max(8, count)) * 4];
            int[] first = new int[count];
            int[] size = new int[count];
            int[] of = new int[count];
            int groups = 0;
            for (int i = 0; i < count; i++) {
                int state = look.get(i);
                int slot = IdSet.mix(signature(state)) & (slots.length - 1);
                while (slots[slot] != 0 && !areAlike(first[slots[slot] - 1], state)) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                if (slots[slot] == 0) {
                    first[groups] = state;
                    slots[slot] = ++groups;
                }
                of[i] = slots[slot] - 1;
                size[of[i]]++;
            }
            return new Groups(groups, first, size, of);
        }

        private int signature(int state) {
            int hash = classOf[state];
            for (int c = 0; c < dfa.classCount(); c++) {
                hash = hash * 31 + classAfter(state, c);
            }
            return hash;
        }

        private boolean areAlike(int a, int b) {
            boolean same = classOf[a] == classOf[b];
            for (int c = 0; c < dfa.classCount() && same; c++) {
                same = classAfter(a, c) == classAfter(b, c);
            }
            return same;
        }

        private int classAfter(int state, int byteClass) {
            int target = dfa.stepClass(state, byteClass);
            return target == ByteDfa.DEAD ? -1 : classOf[target];
        }
    }
}
