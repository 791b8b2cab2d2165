package dev.tenon.benchmarks.versus;

import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds where two engines part on the tokens that are in one mask alone, by stepping the bytes of these tokens in both, common
 * beginnings once. Not thread-safe.
 */
final class PartingSearch {
    /** Steps at one prefix: what is left then is counted, and not looked at. */
    private static final int MOST_STEPS = 4_000;

    private final Vocabulary vocabulary;
    private final OtherEngine theirs;
    private final List<Parting> partings = new ArrayList<>();
    private final List<Integer> ourContradictions = new ArrayList<>();
    private final List<Integer> theirContradictions = new ArrayList<>();
    private long left;
    private int tokens;

    /** Tokens {@code from .. to - 1} of the sorted ones begin with the same {@code depth} bytes, after which ours stands. */
    private record Node(int from, int to, int depth, Matcher ours) {}

    PartingSearch(Vocabulary vocabulary, OtherEngine theirs) {
        this.vocabulary = vocabulary;
        this.theirs = theirs;
    }

    /** Places where they part. */
    List<Parting> partings() {
        return partings;
    }

    /** Tokens for which our mask says something else than our steps. */
    List<Integer> ourContradictions() {
        return ourContradictions;
    }

    /** The same of theirs. */
    List<Integer> theirContradictions() {
        return theirContradictions;
    }

    /** How many tokens are in one mask alone. */
    int tokens() {
        return tokens;
    }

    /** How many tokens were not looked at. */
    long left() {
        return left;
    }

    /** Looks at all tokens that are in one mask alone; both engines stand where the masks were made. */
    void search(Matcher ours, TokenMask ourMask, long[] theirMask) throws IOException {
        int[] differing = differing(ourMask, theirMask);
        tokens = differing.length;
        List<Integer> texts = new ArrayList<>();
        int ends = 0;
        int end = -1;
        for (int id : differing) {
            switch (vocabulary.kind(id)) {
                case TEXT -> texts.add(id);
                case END -> {
                    ends++;
                    end = id;
                }
                case CONTROL, UNUSED -> contradiction(id, ourMask, false);
            }
        }
        if (ends > 0) {
            partings.add(new Parting(new byte[0], ourMask.contains(end), end, ends));
        }
        texts.sort((a, b) -> Arrays.compareUnsigned(vocabulary.bytes(a), vocabulary.bytes(b)));
        int[] sorted = texts.stream().mapToInt(Integer::intValue).toArray();
        List<Node> level = sorted.length == 0 ? List.of() : List.of(new Node(0, sorted.length, 0, ours.fork()));
        int steps = 0;
        while (!level.isEmpty()) {
            List<Node> groups = new ArrayList<>();
            for (Node node : level) {
                group(node, sorted, ourMask, groups);
            }
            steps += groups.size();
            if (steps > MOST_STEPS) {
                left = groups.stream().mapToLong(group -> group.to - group.from).sum();
                return;
            }
            level = step(groups, sorted, ourMask);
        }
    }

    /** The tokens that have a byte more, by that byte. */
    private void group(Node node, int[] sorted, TokenMask ourMask, List<Node> groups) {
        int depth = node.depth;
        int from = node.from;
        while (from < node.to && vocabulary.byteCount(sorted[from]) == depth) {
            // All of its bytes are taken by both, yet one mask does not have it.
            contradiction(sorted[from++], ourMask, true);
        }
        while (from < node.to) {
            int b = vocabulary.byteAt(sorted[from], depth);
            int to = from + 1;
            while (to < node.to && vocabulary.byteAt(sorted[to], depth) == b) {
                to++;
            }
            groups.add(new Node(from, to, depth, node.ours));
            from = to;
        }
    }

    /** Steps what the tokens of each group have in common in both; the groups for which both take all of it. */
    private List<Node> step(List<Node> groups, int[] sorted, TokenMask ourMask) throws IOException {
        List<byte[]> ways = new ArrayList<>();
        for (Node group : groups) {
            // Being sorted, all have what the first and the last have.
            byte[] first = vocabulary.bytes(sorted[group.from]);
            int different = Arrays.mismatch(first, vocabulary.bytes(sorted[group.to - 1]));
            ways.add(different < 0 ? first : Arrays.copyOf(first, different));
        }
        int[] theirCounts = theirs.accepted(ways);
        List<Node> both = new ArrayList<>();
        for (int i = 0; i < theirCounts.length; i++) {
            Node group = groups.get(i);
            byte[] way = ways.get(i);
            Matcher next = group.ours.fork();
            int we = group.depth + next.acceptBytes(way, group.depth, way.length - group.depth);
            int they = theirCounts[i];
            if (we == way.length && they == way.length) {
                both.add(new Node(group.from, group.to, way.length, next));
            } else if (we != they) {
                byte[] parted = Arrays.copyOf(way, Math.min(we, they) + 1);
                partings.add(new Parting(parted, we > they, sorted[group.from], group.to - group.from));
            } else {
                for (int t = group.from; t < group.to; t++) {
                    contradiction(sorted[t], ourMask, false);
                }
            }
        }
        return both;
    }

    /** The steps of both say the same, so the mask that says something else is wrong. */
    private void contradiction(int tokenId, TokenMask ourMask, boolean stepsAllow) {
        (ourMask.contains(tokenId) == stepsAllow ? theirContradictions : ourContradictions).add(tokenId);
    }

    static int[] differing(TokenMask ourMask, long[] theirMask) {
        int[] ids = new int[64];
        int count = 0;
        for (int word = 0; word < ourMask.wordCount(); word++) {
            long left = ourMask.word(word) ^ theirMask[word];
            while (left != 0) {
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, 2 * count);
                }
                ids[count++] = (word << 6) + Long.numberOfTrailingZeros(left);
                left &= left - 1;
            }
        }
        return Arrays.copyOf(ids, count);
    }
}
