package dev.tenon.automaton.match;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.match.CountedTokens.Bounds;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Both walks within the bounds of a lexeme, against every token read byte by byte and all lengths its word can still have. */
final class CountedWalkProperties {
    private static final CompileLimits LIMITS = CompileLimits.defaults();

    private static final List<String> PATTERNS = List.of(
            "[^\"]*",
            "[a-z]*",
            "[^\"\\s]+(?: [^\"\\s]+)*",
            "[^\"\\s]{1,9}",
            "(?:aa)*b?",
            "(?:aa|bbb)*",
            "aa|bbbbb|c{6}",
            "a*\\d{2}|b+",
            "(?:[a-z]{3})*|\\d",
            "[é世 a]*z?",
            "\\d{4}-\\d\\d",
            "(?:[^\"]{4})*");
    private static final List<String> PIECES = List.of(
            "a", "aa", "b", "bbb", "c", "z", "7", "12", "-", " ", "é", "世", "\u2028", "😀", "\"", "\"}", "abcdefgh");

    private static Vocabulary vocabulary(Random random) {
        List<byte[]> tokens = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            tokens.add(random.nextInt(12) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
        }
        return Vocabulary.ofByteStrings(tokens);
    }

    /** A state within the quotes. */
    private static int someState(ByteDfa dfa, Vocabulary vocabulary, Random random) {
        int state = dfa.step(dfa.start(), '"');
        for (int i = random.nextInt(6); i > 0; i--) {
            byte[] bytes = vocabulary.bytes(random.nextInt(vocabulary.size()));
            for (byte b : bytes) {
                int next = dfa.step(state, b & 0xFF);
                state = next == ByteDfa.DEAD || dfa.isAccepting(next) ? state : next;
            }
        }
        return state;
    }

    /** What becomes of a token: the units after its last byte, or at the place where the word ends in it. */
    private record Read(int state, int units, int length) {
        static Read of(ByteDfa dfa, int start, byte[] bytes) {
            int state = start;
            int units = 0;
            for (int i = 0; i < bytes.length; i++) {
                state = dfa.step(state, bytes[i] & 0xFF);
                if (state == ByteDfa.DEAD) {
                    return new Read(state, units, i);
                }
                units += dfa.isUnit(state) ? 1 : 0;
                if (dfa.isAccepting(state)) {
                    return new Read(state, units, i + 1);
                }
            }
            return new Read(state, units, bytes.length);
        }
    }

    /** [units][state] -> whether a word within the bounds can be completed. */
    private static boolean[][] alive(ByteDfa dfa, Bounds bounds, int mostUnits) {
        boolean[][] alive = new boolean[mostUnits + 2][dfa.stateCount()];
        for (int units = mostUnits; units >= 0; units--) {
            for (boolean changed = true; changed; ) {
                changed = false;
                for (int state = 0; state < dfa.stateCount(); state++) {
                    boolean leads = dfa.isAccepting(state) && units >= bounds.least() && units <= bounds.most();
                    for (int c = 0; c < dfa.classCount() && !leads; c++) {
                        int next = dfa.stepClass(state, c);
                        leads = next != ByteDfa.DEAD && alive[dfa.isUnit(next) ? units + 1 : units][next];
                    }
                    changed |= leads && !alive[units][state];
                    alive[units][state] = leads;
                }
            }
        }
        return alive;
    }

    private static Set<String> tokens(TokenMask mask, Vocabulary vocabulary) {
        Set<String> texts = new TreeSet<>();
        for (int id = mask.nextAllowed(0); id >= 0; id = mask.nextAllowed(id + 1)) {
            texts.add(id + " " + new String(vocabulary.bytes(id), UTF_8));
        }
        return texts;
    }

    private static Set<String> named(int[] ids, Vocabulary vocabulary) {
        Set<String> texts = new TreeSet<>();
        for (int id : ids) {
            texts.add(id + " " + new String(vocabulary.bytes(id), UTF_8));
        }
        return texts;
    }

    @Property(tries = 400)
    void tokensAreThoseWithinTheBounds(@ForAll long seed) {
        Random random = new Random(seed);
        Vocabulary vocabulary = vocabulary(random);
        String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
        ByteDfa dfa = ScanProperties.counted(
                RegexCompiler.compile(EcmaRegexParser.parseSearch("^(?:\"(?:" + pattern + ")\")$", LIMITS), LIMITS));
        int start = someState(dfa, vocabulary, random);
        int least = random.nextInt(8);
        int most = random.nextInt(4) == 0 ? Expr.UNBOUNDED : least + random.nextInt(9);
        Bounds bounds = new Bounds(dfa, start, WordLengths.of(dfa, LIMITS), most, least);
        boolean[][] alive =
                alive(dfa, bounds, Math.max(least, vocabulary.longestTokenBytes()) + 2 * dfa.stateCount() + 8);

        int[] free = new int[vocabulary.size()];
        int freeCount = 0;
        Set<String> inside = new TreeSet<>();
        Set<String> going = new TreeSet<>();
        Set<String> except = new TreeSet<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            byte[] bytes = vocabulary.bytes(id);
            Read read = Read.of(dfa, start, bytes);
            if (read.state() == ByteDfa.DEAD || !vocabulary.symbols().text().contains(id)) {
                continue;
            }
            String name = id + " " + new String(bytes, UTF_8);
            boolean isWithin = alive[read.units()][read.state()];
            if (read.length() == bytes.length) {
                free[freeCount++] = id;
                if (isWithin) {
                    inside.add(name);
                }
            } else {
                (isWithin ? going : except).add(name);
            }
        }
        long[] words = new long[(vocabulary.size() + 63) >>> 6];
        for (int i = 0; i < freeCount; i++) {
            words[free[i] >> 6] |= 1L << free[i];
        }
        String what = pattern + " " + least + ".." + most + " from " + start;

        MaskEngine engine = new MaskEngine(vocabulary);
        CountedTokens alone = CountedWalk.alone(engine, bounds);
        assertEquals(inside, tokens(alone.inside(), vocabulary), what);
        assertEquals(going, crossing(alone, vocabulary), what);
        CountedTokens less = CountedWalk.less(engine, bounds, words);
        assertEquals(inside, tokens(less.inside(), vocabulary), what);
        assertEquals(except, named(less.except(), vocabulary), what);
    }

    /** Tokens that end the lexeme and go on. */
    private static Set<String> crossing(CountedTokens tokens, Vocabulary vocabulary) {
        TokenTrie trie = vocabulary.trie();
        IdList ids = new IdList();
        for (int node : Objects.requireNonNull(tokens.ends()).nodes) {
            ids.addTokens(trie, node + 1, trie.end(node));
        }
        return named(ids.toArray(), vocabulary);
    }
}
