package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenViews;
import dev.tenon.automaton.token.Vocabulary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
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
    private static final int BYTES = 256;

    private static final int MOST_OBSTACLES = 64;
    /** So few tokens are not worth another look at which of them may meet an obstacle. */
    private static final int FEW_TOKENS = 512;
    /** Where a state does not read one of so many parts of the symbols, its obstacle is any symbol. */
    private static final int PART = 3;
    /** Depths before this are passed by most tokens. */
    private static final int LEAST_DEPTH = 2;

    private final MaskEngine engine;
    private final ByteDfa dfa;
    private final int start;
    private final boolean beyondAscii;
    private final TokenMask pure;
    private final NearStates near;

    /** The tokens made of symbols that the states near the start read. */
    private long[] base = {};
    /** The tokens made of symbols that any state reads. */
    private long[] all = {};

    private long[] suspects = {};
    /** Bytes -> the tokens that hold all of them. */
    private final Map<SymbolSet, long[]> holding = new HashMap<>();

    /** Tokens of more symbols than can be read, where there are such. */
    private @Nullable TokenMask tooLong;

    /**
     * What it takes to meet an obstacle.
     *
     * @param needed bytes that a token must hold
     * @param depth symbols that it must have before the obstacle
     * @param isSeparated whether it must have white space or a backslash before the obstacle
     * @param met of these it must hold one
     */
    private record Obstacle(SymbolSet needed, int depth, boolean isSeparated, SymbolSet met) {
        /** Whether it takes no less to come to another one, whatever is met there. */
        boolean isNearerThan(Obstacle other) {
            return depth <= other.depth && other.needed.holds(needed) && (other.isSeparated || !isSeparated);
        }
    }

    /** @param read what the automaton reads */
    Obstacles(MaskEngine engine, ByteDfa dfa, int start, ReadBytes read) {
        this.engine = engine;
        this.dfa = dfa;
        this.start = start;
        this.beyondAscii = read.symbols().beyond() != Beyond.NONE;
        this.pure = engine.slice(read.symbols()).pure;
        this.near = new NearStates(dfa, start, read.symbols());
    }

    /**
     * Looks for the tokens that may meet an obstacle.
     *
     * @param most how many there may be
     * @return whether there are no more
     */
    boolean find(int most) {
        if (!near.find(engine.occurringBytes())) {
            return false;
        }
        leaveOutUnread();
        long[] found = suspects(most);
        suspects = found == null ? suspects : found;
        return found != null;
    }

    private boolean isMost(SymbolSet symbols) {
        return symbols.count() * PART > near.symbols().count() * (PART - 1);
    }

    /** How many tokens were found. */
    int suspectCount() {
        return count(suspects);
    }

    /**
     * The tokens that stay inside, once those were found that may not: these are read. Of tokens with a byte that completes a word
     * some may be missing.
     */
    long[] inside() {
        long[] words = base.clone();
        if (tooLong != null) {
            tooLong.clearFrom(words);
        }
        Vocabulary vocabulary = engine.vocabulary();
        byte[] bytes = new byte[vocabulary.longestTokenBytes()];
        for (int i = 0; i < words.length; i++) {
            words[i] &= ~suspects[i];
            for (long left = suspects[i]; left != 0; left &= left - 1) {
                int length = vocabulary.copyBytes(i * Long.SIZE + Long.numberOfTrailingZeros(left), bytes);
                if (dfa.walk(start, bytes, length) != ByteDfa.DEAD) {
                    words[i] |= left & -left;
                }
            }
        }
        if (!near.startComesAgain()) {
            clearUnbegun(words);
        }
        return words;
    }

    /**
     * Leaves out the tokens with a symbol that no state reads, or only states to which all ways have bytes that the token has not. None of
     * them is read, unless it leads out of the states that were found.
     */
    private void leaveOutUnread() {
        all = new long[pure.wordCount()];
        pure.orInto(all);
        base = all.clone();
        // Symbols that are read at the same price are left out together.
        Map<SymbolSet, long[]> bySet = new HashMap<>();
        int last = beyondAscii ? SymbolSet.BEYOND_REST : TokenSymbols.ASCII - 1;
        for (int symbol = 0; symbol <= last; symbol++) {
            SymbolSet without = near.neededToRead(symbol);
            TokenMask holding = tokensWith(symbol);
            if (without.hasAllBytes()) {
                holding.clearFrom(base);
            } else if (!without.isEmpty()) {
                holding.orInto(bySet.computeIfAbsent(without, none -> new long[base.length]));
            }
        }
        bySet.forEach((without, holding) -> {
            long[] kept = holding(without);
            for (int i = 0; i < base.length; i++) {
                base[i] &= kept[i] | ~holding[i];
            }
        });
    }

    /** The tokens that hold all of some bytes, of which there is one at least. Not to be written. */
    private long[] holding(SymbolSet bytes) {
        return holding.computeIfAbsent(bytes, this::findHolding);
    }

    private long[] findHolding(SymbolSet bytes) {
        TokenSymbols facts = engine.vocabulary().symbols();
        long[] found = new long[pure.wordCount()];
        // Most sets of some bytes have next to no tokens, which the rarest bytes show soonest.
        int rarest = rarest(bytes, SymbolSet.none());
        SymbolSet done = SymbolSet.none();
        facts.containing(rarest).orInto(found);
        boolean any = true;
        while (any) {
            done.set(rarest);
            rarest = rarest(bytes, done);
            any = rarest >= 0 && facts.containing(rarest).keepIn(found);
        }
        return found;
    }

    /** The byte that fewest tokens hold, of a set less another one; -1 where none is left. */
    private int rarest(SymbolSet bytes, SymbolSet less) {
        int rarest = -1;
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            TokenSymbols facts = engine.vocabulary().symbols();
            if (bytes.get(b)
                    && !less.get(b)
                    && (rarest < 0
                            || facts.containing(b).cardinality()
                                    < facts.containing(rarest).cardinality())) {
                rarest = b;
            }
        }
        return rarest;
    }

    /**
     * The obstacles, none of which another one stands for. Null where there are many.
     *
     * @param longest so many symbols can be read at most: what only longer tokens meet is none
     * @param symbols [index of a state] -> what counts as one there
     */
    private Obstacle @Nullable [] obstacles(int longest, IntFunction<SymbolSet> symbols) {
        Obstacle[] found = new Obstacle[MOST_OBSTACLES];
        int count = 0;
        for (int i = near.startComesAgain() ? 0 : 1; i < near.count(); i++) {
            SymbolSet met = symbols.apply(i);
            if (met.isEmpty() || near.depth(i) >= longest) {
                continue;
            }
            int depth = near.depth(i) < LEAST_DEPTH ? 0 : near.depth(i);
            Obstacle obstacle = new Obstacle(near.needed(i), depth, near.isSeparated(i), met);
            if (isStoodFor(found, count, obstacle)) {
                continue;
            }
            int same = 0;
            while (same < count && !(found[same].isNearerThan(obstacle) && obstacle.isNearerThan(found[same]))) {
                same++;
            }
            if (same == MOST_OBSTACLES) {
                return null;
            }
            if (same == count) {
                found[count++] = new Obstacle(obstacle.needed, depth, obstacle.isSeparated, SymbolSet.none());
            }
            found[same].met.add(met);
        }
        for (int i = 0; i < count; i++) {
            for (int other = 0; other < count; other++) {
                if (other != i && found[other].isNearerThan(found[i])) {
                    found[i].met.remove(found[other].met);
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Whether every token that may meet an obstacle may meet one of some others. */
    private static boolean isStoodFor(Obstacle[] found, int count, Obstacle obstacle) {
        for (int i = 0; i < count; i++) {
            if (found[i].isNearerThan(obstacle) && found[i].met.holds(obstacle.met)) {
                return true;
            }
        }
        return false;
    }

    private long @Nullable [] suspects(int most) {
        boolean readsBeyond = near.mayReadBeyond();
        boolean areAll = near.isClosed() && !near.isCut() && !readsBeyond;
        int longest = areAll && near.mayEnd() ? near.longestWay() : TokenViews.LONG;
        TokenSymbols facts = engine.vocabulary().symbols();
        long[] words = new long[pure.wordCount()];
        // What leads to states that were left out may go on there by symbols that no other state reads.
        if (!addAll(obstacles(longest, near::unread), base, most, words)
                || (near.isCut() && !addAll(obstacles(longest, near::leadsOut), all, most, words))) {
            return null;
        }
        if (!near.isClosed()) {
            for (int id : facts.idsLonger(TokenViews.LONG)) {
                words[id >> 6] |= pure.word(id >> 6) & 1L << id;
            }
        }
        if (longest < TokenViews.LONG) {
            tooLong = facts.longerThan(longest);
            tooLong.clearFrom(words);
        }
        if (readsBeyond) {
            facts.broken().orInto(words);
            if (!near.startComesAgain()) {
                addBeyond(near.unread(0), words);
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

    /** Adds the tokens of a set that may meet obstacles; false where these are too many, or the tokens are. */
    private boolean addAll(Obstacle @Nullable [] obstacles, long[] scope, int most, long[] words) {
        if (obstacles == null) {
            return false;
        }
        for (Obstacle obstacle : obstacles) {
            if (!obstacle.met.isEmpty()) {
                add(obstacle, scope, words);
            }
            if (obstacle.needed.isEmpty() && obstacle.depth == 0 && !obstacle.isSeparated && count(words) > most) {
                // Others take nothing away.
                return false;
            }
        }
        return true;
    }

    /** Adds the tokens of a set that may meet an obstacle. */
    private void add(Obstacle obstacle, long[] scope, long[] words) {
        TokenSymbols facts = engine.vocabulary().symbols();
        long[] found = null;
        if (!obstacle.needed.isEmpty()) {
            found = holding(obstacle.needed).clone();
            keep(found, scope);
        }
        boolean isAny = isMost(obstacle.met) || (found != null && count(found) <= FEW_TOKENS);
        if (!isAny) {
            long[] met = new long[words.length];
            // What was needed to get there is met once more.
            boolean isMore = obstacle.isSeparated && obstacle.met.areSeparators();
            if (isMore) {
                facts.separatedTwice().orInto(met);
            }
            for (int b = 0; b < TokenSymbols.ASCII && !isMore; b++) {
                if (obstacle.met.get(b)) {
                    (obstacle.needed.get(b) ? facts.repeating(b) : facts.containing(b)).orInto(met);
                }
            }
            addBeyond(obstacle.met, met);
            for (int i = 0; i < met.length && found != null; i++) {
                met[i] &= found[i];
            }
            found = met;
        }
        if (obstacle.isSeparated && found != null) {
            facts.separated().keepIn(found);
        }
        long[] any = found == null ? scope : found;
        TokenMask longer = facts.longerThan(obstacle.depth == 0 ? -1 : obstacle.depth);
        for (int i = 0; i < words.length; i++) {
            words[i] |= any[i] & longer.word(i) & scope[i];
        }
    }

    /** Adds the tokens that hold one of the code points beyond ASCII. */
    private void addBeyond(SymbolSet symbols, long[] words) {
        for (int symbol = SymbolSet.BEYOND_COMMON; symbol <= SymbolSet.BEYOND_REST; symbol++) {
            if (symbols.get(symbol)) {
                tokensWith(symbol).orInto(words);
            }
        }
    }

    private TokenMask tokensWith(int symbol) {
        TokenSymbols facts = engine.vocabulary().symbols();
        return switch (symbol) {
            case SymbolSet.BEYOND_COMMON -> facts.beyondCommon();
            case SymbolSet.BEYOND_SPACE -> facts.beyondSpaces();
            case SymbolSet.BEYOND_REST -> facts.beyondRest();
            default -> facts.containing(symbol);
        };
    }

    private static void keep(long[] words, long[] set) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= set[i];
        }
    }

    /** Takes out the tokens whose first byte the state does not read. */
    private void clearUnbegun(long[] words) {
        for (int b = 0; b < BYTES; b++) {
            if (dfa.step(start, b) == ByteDfa.DEAD && engine.byFirstByte().count(b) > 0) {
                engine.byFirstByte().tokens(b).clearFrom(words);
            }
        }
    }
}
