package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.TokenViews;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens an automaton may fail to read from a state, of those made of symbols that it reads somewhere. An obstacle is a state that
 * does not read one of these symbols. A token meets it only if it holds the symbol, is long enough to get to the state, and holds the bytes
 * without which there is no way there: sets of tokens that are known, so that their intersection takes no walk. All other tokens are read
 * to their end whatever comes. The search for one of several words, say, has obstacles behind most of such a word, and few tokens hold all
 * of its letters; the labels of a host name have them behind a dot or a hyphen.
 *
 * <p>Used for one state, then thrown away.
 */
final class Obstacles {
    /** So many states are looked at; what leads to others is an obstacle. */
    private static final int MOST_STATES = 128;
    /** So often what all ways share is looked at again. */
    private static final int MOST_PASSES = 24;

    private static final int MOST_EDGES = 2_000;
    private static final int MOST_OBSTACLES = 64;
    /** So few tokens are not worth another look at which of them may meet an obstacle. */
    private static final int FEW_TOKENS = 512;
    /** Where a state does not read one of so many parts of the symbols, its obstacle is any symbol. */
    private static final int PART = 3;
    /** Depths before this are passed by most tokens. */
    private static final int LEAST_DEPTH = 6;

    private static final int NO_BIT = -1;
    private static final int BEYOND = TokenSymbols.ASCII;

    private final MaskEngine engine;
    private final ByteDfa dfa;
    private final int start;
    private final boolean beyondAscii;
    private final TokenMask pure;
    private final Bytes symbols = new Bytes(0, 0);

    /** [class] -> its bytes among the symbols. */
    private final Bytes[] ofClass;
    /** The classes that have any. */
    private final IdList classes = new IdList();

    /** The states found, in the order of their distance, and that distance. */
    private final IdList states = new IdList();

    private final IdList depths = new IdList();
    /** [index] -> the bytes that all ways to the state have. */
    private final Bytes[] needed = new Bytes[MOST_STATES];
    /** [index] -> the symbols that the state does not read. */
    private final Bytes[] unread = new Bytes[MOST_STATES];

    /** [index] -> those of them by which nothing can be read. */
    private final Bytes[] dead = new Bytes[MOST_STATES];

    private int expanded;
    private final IdList from = new IdList();
    private final IdList to = new IdList();
    /** The byte of an edge, or {@link #NO_BIT} where there are several. */
    private final IdList by = new IdList();

    /** The symbols that none of the states found reads. */
    private final Bytes nowhere = new Bytes(-1, -1);
    /** The tokens made of the others. */
    private long[] base = {};
    /** Tokens of which some may meet an obstacle. */
    private long[] scope = {};

    private long[] suspects = {};
    /** Whether some state leads to others that there was no room for. */
    private boolean isCut;

    private boolean startComesAgain;
    private boolean isClosed = true;
    /** Whether some state reads no symbol at all, and nothing is known of the ways there but their length. */
    private boolean mayEnd;
    /** Tokens of more symbols than can be read, where there are such. */
    private @Nullable TokenMask tooLong;

    /** A set of ASCII bytes, and whether code points beyond are in. */
    private static final class Bytes {
        long low;
        long high;
        boolean beyond;

        Bytes(long low, long high) {
            this.low = low;
            this.high = high;
        }

        boolean isEmpty() {
            return low == 0 && high == 0 && !beyond;
        }

        int count() {
            return Long.bitCount(low) + Long.bitCount(high);
        }

        void set(int byteValue) {
            if (byteValue < Long.SIZE) {
                low |= 1L << byteValue;
            } else {
                high |= 1L << byteValue;
            }
        }

        boolean get(int byteValue) {
            return ((byteValue < Long.SIZE ? low : high) >>> byteValue & 1) != 0;
        }

        void add(Bytes other) {
            low |= other.low;
            high |= other.high;
            beyond |= other.beyond;
        }

        void remove(Bytes other) {
            low &= ~other.low;
            high &= ~other.high;
            beyond &= !other.beyond;
        }

        void keep(Bytes other) {
            low &= other.low;
            high &= other.high;
            beyond &= other.beyond;
        }

        boolean holds(Bytes other) {
            return (other.low & ~low) == 0 && (other.high & ~high) == 0;
        }

        boolean isLike(Bytes other) {
            return low == other.low && high == other.high;
        }
    }

    /**
     * What it takes to meet an obstacle.
     *
     * @param needed bytes that a token must hold
     * @param depth symbols that it must have before the obstacle
     * @param met of these it must hold one
     */
    private record Obstacle(Bytes needed, int depth, Bytes met) {}

    /** @param read what the automaton reads */
    Obstacles(MaskEngine engine, ByteDfa dfa, int start, ReadBytes read) {
        this.engine = engine;
        this.dfa = dfa;
        this.start = start;
        this.beyondAscii = read.symbols().beyondAscii();
        nowhere.beyond = beyondAscii;
        this.pure = engine.slice(read.symbols()).pure;
        this.ofClass = new Bytes[dfa.classCount()];
        BitSet ascii = read.symbols().ascii();
        for (int b = ascii.nextSetBit(0); b >= 0; b = ascii.nextSetBit(b + 1)) {
            int c = dfa.classOf(b);
            if (ofClass[c] == null) {
                ofClass[c] = new Bytes(0, 0);
                classes.add(c);
            }
            ofClass[c].set(b);
            symbols.set(b);
        }
    }

    /**
     * Looks for the tokens that may meet an obstacle.
     *
     * @param most how many there may be
     * @return whether there are no more
     */
    boolean find(int most) {
        if (!explore() || !settle()) {
            return false;
        }
        leaveOutUnread();
        long[] found = suspects(most);
        suspects = found == null ? suspects : found;
        return found != null;
    }

    /** How many tokens were found. */
    int suspectCount() {
        return count(suspects);
    }

    /** The tokens that stay inside, once those were found that may not; these are read. Of tokens with a byte that completes a word some may be missing. */
    long[] inside() {
        long[] words = base.clone();
        if (tooLong != null) {
            tooLong.clearFrom(words);
        }
        for (int i = 0; i < words.length; i++) {
            words[i] &= ~suspects[i];
            for (long left = suspects[i]; left != 0; left &= left - 1) {
                if (reads(i * Long.SIZE + Long.numberOfTrailingZeros(left))) {
                    words[i] |= left & -left;
                }
            }
        }
        if (!startComesAgain) {
            clearUnbegun(words);
        }
        return words;
    }

    private boolean reads(int id) {
        int length = engine.vocabulary().byteCount(id);
        int state = start;
        for (int i = 0; i < length && state != ByteDfa.DEAD; i++) {
            state = dfa.step(state, engine.vocabulary().byteAt(id, i));
        }
        return state != ByteDfa.DEAD;
    }

    /** Finds the states; whether there was room for those next to the start. */
    private boolean explore() {
        int[] indexOf = new int[dfa.stateCount()];
        CodePoints beyond = new CodePoints(dfa, engine.occurringBytes());
        add(indexOf, start, 0);
        for (int i = 0; i < states.size(); i++) {
            if (depths.get(i) == TokenViews.LONG) {
                isClosed = false;
                break;
            }
            int state = states.get(i);
            Bytes deadHere = new Bytes(0, 0);
            for (int at = 0; at < classes.size(); at++) {
                Bytes bytes = ofClass[classes.get(at)];
                int target = dfa.stepClass(state, classes.get(at));
                if (target == ByteDfa.DEAD) {
                    deadHere.add(bytes);
                } else if (!connect(indexOf, i, target, onlyByte(bytes))) {
                    unread[i].add(bytes);
                }
            }
            if (from.size() > MOST_EDGES || (i == 0 && states.size() == MOST_STATES)) {
                return false;
            }
            deadHere.beyond = beyondAscii && isDeadBeyond(state);
            int[] targets = beyondAscii && !deadHere.beyond ? beyond.targets(state) : CodePoints.NONE;
            unread[i].beyond = targets == null;
            for (int at = 0; targets != null && at < targets.length; at++) {
                unread[i].beyond |= !connect(indexOf, i, targets[at], NO_BIT);
            }
            unread[i].add(deadHere);
            nowhere.keep(deadHere);
            dead[i] = deadHere;
            expanded++;
        }
        return true;
    }

    private boolean isDeadBeyond(int state) {
        for (int b = TokenSymbols.ASCII; b < 256; b++) {
            if (dfa.step(state, b) != ByteDfa.DEAD) {
                return false;
            }
        }
        return true;
    }

    /**
     * Leaves out the tokens with a symbol that no state reads, or only states to which all ways have bytes that the token has not. None of
     * them is read, unless it leads out of the states that were found.
     */
    private void leaveOutUnread() {
        TokenSymbols facts = engine.vocabulary().symbols();
        scope = new long[pure.wordCount()];
        pure.orInto(scope);
        base = scope.clone();
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            if (symbols.get(b)) {
                leaveOut(facts.containing(b), neededToRead(b));
            }
        }
        if (beyondAscii) {
            leaveOut(facts.beyondAscii(), neededToRead(BEYOND));
        }
        scope = isCut ? scope : base;
        symbols.remove(nowhere);
        for (int i = 0; i < states.size(); i++) {
            unread[i].remove(nowhere);
        }
    }

    /** The bytes that all ways to states have that read a symbol; all bytes where none does. */
    private Bytes neededToRead(int symbol) {
        Bytes shared = new Bytes(-1, -1);
        for (int i = 0; i < expanded; i++) {
            if (symbol == BEYOND ? !dead[i].beyond : !dead[i].get(symbol)) {
                shared.keep(needed[i]);
            }
        }
        return shared;
    }

    private void leaveOut(TokenMask holding, Bytes without) {
        boolean isUnread = without.low == -1 && without.high == -1;
        if (isUnread) {
            holding.clearFrom(base);
        } else if (!without.isEmpty()) {
            long[] kept = base.clone();
            for (int b = 0; b < TokenSymbols.ASCII; b++) {
                if (without.get(b)) {
                    keep(kept, engine.vocabulary().symbols().containing(b));
                }
            }
            holding.clearFrom(base);
            keep(kept, holding);
            for (int i = 0; i < base.length; i++) {
                base[i] |= kept[i];
            }
        }
    }

    private static int onlyByte(Bytes bytes) {
        if (bytes.count() != 1) {
            return NO_BIT;
        }
        return bytes.low != 0
                ? Long.numberOfTrailingZeros(bytes.low)
                : Long.SIZE + Long.numberOfTrailingZeros(bytes.high);
    }

    /** Whether there is room for the state. */
    private boolean connect(int[] indexOf, int index, int target, int byteValue) {
        int found = indexOf[target] - 1;
        if (found < 0) {
            if (states.size() == MOST_STATES) {
                isCut = true;
                return false;
            }
            found = add(indexOf, target, depths.get(index) + 1);
        }
        startComesAgain |= target == start;
        from.add(index);
        to.add(found);
        by.add(byteValue);
        return true;
    }

    private int add(int[] indexOf, int state, int depth) {
        int index = states.size();
        states.add(state);
        depths.add(depth);
        indexOf[state] = index + 1;
        needed[index] = index == 0 ? new Bytes(0, 0) : new Bytes(-1, -1);
        unread[index] = new Bytes(0, 0);
        return index;
    }

    /** Works out what all ways to each state have; whether that came to an end. */
    private boolean settle() {
        boolean isSettled = false;
        for (int pass = 0; pass < MOST_PASSES && !isSettled; pass++) {
            isSettled = true;
            for (int edge = 0; edge < from.size(); edge++) {
                Bytes before = needed[from.get(edge)];
                Bytes after = needed[to.get(edge)];
                int byteValue = by.get(edge);
                long low = after.low & (before.low | (byteValue >= 0 && byteValue < Long.SIZE ? 1L << byteValue : 0));
                long high = after.high & (before.high | (byteValue >= Long.SIZE ? 1L << byteValue : 0));
                isSettled &= low == after.low && high == after.high;
                after.low = low;
                after.high = high;
            }
        }
        return isSettled;
    }

    /** How many symbols the states found can read one after the other, {@link TokenViews#LONG} for that many or more. */
    private int longestWay() {
        int[] ways = new int[states.size()];
        int longest = 0;
        boolean isSettled = false;
        while (!isSettled && longest < TokenViews.LONG) {
            isSettled = true;
            for (int edge = 0; edge < from.size(); edge++) {
                int way = ways[from.get(edge)] + 1;
                if (way > ways[to.get(edge)]) {
                    ways[to.get(edge)] = way;
                    longest = Math.max(longest, way);
                    isSettled = false;
                }
            }
        }
        return longest;
    }

    /** The obstacles, none of which another one stands for. Null where there are many. */
    private Obstacle @Nullable [] obstacles() {
        Obstacle[] found = new Obstacle[MOST_OBSTACLES];
        int count = 0;
        for (int i = startComesAgain ? 0 : 1; i < states.size(); i++) {
            if (unread[i].isEmpty()) {
                continue;
            }
            int depth = depths.get(i) < LEAST_DEPTH ? 0 : depths.get(i);
            mayEnd |= depth > 0 && needed[i].isEmpty() && unread[i].isLike(symbols);
            if (isStoodFor(found, count, i, depth)) {
                continue;
            }
            int same = 0;
            while (same < count && !(found[same].depth == depth && found[same].needed.isLike(needed[i]))) {
                same++;
            }
            if (same == MOST_OBSTACLES) {
                return null;
            }
            if (same == count) {
                found[count++] = new Obstacle(needed[i], depth, new Bytes(0, 0));
            }
            found[same].met.add(unread[i]);
        }
        for (int i = 0; i < count; i++) {
            for (int other = 0; other < count; other++) {
                if (other != i && found[other].depth <= found[i].depth && found[i].needed.holds(found[other].needed)) {
                    found[i].met.remove(found[other].met);
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Whether every token that may meet a state's obstacle may meet one of some others. */
    private boolean isStoodFor(Obstacle[] found, int count, int index, int depth) {
        for (int i = 0; i < count; i++) {
            if (found[i].depth <= depth
                    && found[i].met.holds(unread[index])
                    && (found[i].met.beyond || !unread[index].beyond)
                    && needed[index].holds(found[i].needed)) {
                return true;
            }
        }
        return false;
    }

    private long @Nullable [] suspects(int most) {
        Obstacle[] obstacles = obstacles();
        if (obstacles == null) {
            return null;
        }
        TokenSymbols facts = engine.vocabulary().symbols();
        long[] words = new long[pure.wordCount()];
        for (Obstacle obstacle : obstacles) {
            if (!obstacle.met.isEmpty()) {
                add(obstacle, words);
            }
            if (obstacle.needed.isEmpty() && obstacle.depth == 0 && count(words) > most) {
                // Others take nothing away.
                return null;
            }
        }
        if (!isClosed) {
            for (int id : facts.idsLonger(TokenViews.LONG)) {
                words[id >> 6] |= pure.word(id >> 6) & 1L << id;
            }
        }
        boolean readsBeyond = beyondAscii && (isCut || !nowhere.beyond);
        boolean areAll = isClosed && !isCut && !readsBeyond;
        int longest = mayEnd && areAll ? longestWay() : TokenViews.LONG;
        if (longest < TokenViews.LONG) {
            tooLong = facts.longerThan(longest);
            tooLong.clearFrom(words);
        }
        if (readsBeyond) {
            facts.broken().orInto(words);
            if (!startComesAgain && unread[0].beyond) {
                facts.beyondAscii().orInto(words);
            }
        }
        return count(words) > most ? null : words;
    }

    private static int count(long[] words) {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** Adds the tokens that may meet an obstacle. */
    private void add(Obstacle obstacle, long[] words) {
        TokenSymbols facts = engine.vocabulary().symbols();
        long[] found = null;
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            if (obstacle.needed.get(b)) {
                TokenMask holding = facts.containing(b);
                if (found == null) {
                    found = new long[words.length];
                    holding.orInto(found);
                    keep(found, scope);
                } else {
                    keep(found, holding);
                }
            }
        }
        boolean isAny = obstacle.met.count() * PART > symbols.count() * (PART - 1)
                || (found != null && count(found) <= FEW_TOKENS);
        if (!isAny) {
            long[] met = new long[words.length];
            for (int b = 0; b < TokenSymbols.ASCII; b++) {
                if (obstacle.met.get(b)) {
                    // What was needed to get there is met once more.
                    (obstacle.needed.get(b) ? facts.repeating(b) : facts.containing(b)).orInto(met);
                }
            }
            if (obstacle.met.beyond) {
                facts.beyondAscii().orInto(met);
            }
            for (int i = 0; i < met.length && found != null; i++) {
                met[i] &= found[i];
            }
            found = met;
        }
        long[] any = found == null ? scope : found;
        TokenMask longer = facts.longerThan(obstacle.depth == 0 ? -1 : obstacle.depth);
        for (int i = 0; i < words.length; i++) {
            words[i] |= any[i] & longer.word(i) & scope[i];
        }
    }

    private static void keep(long[] words, long[] set) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= set[i];
        }
    }

    private static void keep(long[] words, TokenMask set) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= set.word(i);
        }
    }

    /** Takes out the tokens whose first byte the state does not read. */
    private void clearUnbegun(long[] words) {
        TokenTrie trie = engine.vocabulary().trie();
        for (int child = 1; child < trie.nodeCount(); child = trie.end(child)) {
            if (dfa.step(start, trie.byteOf(child)) == ByteDfa.DEAD) {
                int last = trie.idStart(trie.end(child));
                for (int at = trie.idStart(child); at < last; at++) {
                    LexemeScan.clear(words, trie.id(at));
                }
            }
        }
    }
}
