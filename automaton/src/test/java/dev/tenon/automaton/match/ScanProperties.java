package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Strings and objects as JSON has them, whose automata loop on many symbols, so that masks come about by all the ways to
 * not walk the whole vocabulary: every bit is compared with brute force, at positions with names of members half read.
 */
final class ScanProperties {
    private static final CompileLimits LIMITS = CompileLimits.defaults();
    private static final String CHARACTER = "(?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt])";
    private static final List<String> STRINGS = List.of(
            CHARACTER + "*",
            CHARACTER + "{2,}",
            CHARACTER + "{0,9}",
            "[a-z]+(?:-[a-z]+)*",
            "[A-Z][a-z]*",
            "[a-z0-9]{1,12}",
            "[^/\"\\\\]*/[^/\"\\\\]*",
            "x-" + CHARACTER + "*",
            "(?:ab|ac)?" + CHARACTER + "*",
            "(?:[a-z]*|\\d+)",
            "[a-y]*(?:z[a-y]+)*",
            "[\\u0080-\\uffff a-z]*",
            "(?!na)[a-z ]*",
            "[a-z]{1,40}",
            "[a-z]{1,24}",
            "[a-z.]{1,20}@[a-z]{1,9}",
            CHARACTER + "*(?:na|zip|ab)" + CHARACTER + "*",
            "[a-z]+(?: [a-z]+){0,6}",
            "(?:" + CHARACTER + "{3}-){1,9}",
            "(?:[^\"\\\\\\x00-\\x20]+ ){0,30}[^\"\\\\\\x00-\\x20]+",
            "[0-9a-zA-Z_-]{1,40}",
            "[^\\s\"\\\\@]+@[^\\s\"\\\\@]+(?:na[^\\s\"\\\\@]*)+",
            "[^\"\\\\\\x00-\\x1f\\u2028\\u2029]*",
            "(?:[a-m]{2}|[n-z]{3})*",
            "\\d{4}-\\d\\d");
    private static final List<String> NAMES =
            List.of("name", "na", "names", "id", "a\\\"b", "é", "x-y", "zip", "Name", "");
    private static final List<String> PIECES = List.of(
            "\"",
            "\\",
            "\\\"",
            "na",
            "me",
            "x-",
            "-",
            "ab",
            "c",
            "zip",
            "é",
            "\u00e9\u4e16",
            "\u00a0",
            "\u2028a",
            "\u201c",
            "A",
            "7",
            "/",
            ":1",
            ",",
            "}",
            " ",
            "\n",
            "abcdefghijklm");

    private static Vocabulary vocabulary(Random random) {
        if (random.nextInt(6) == 0) {
            return SyntheticVocabulary.ofSize(1_500, random.nextInt(3));
        }
        List<byte[]> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(new byte[] {(byte) b});
        }
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            int from = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : 0;
            tokens.add(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
        }
        return Vocabulary.ofByteStrings(tokens);
    }

    private static ByteDfa dfa(String pattern) {
        return RegexCompiler.compile(EcmaRegexParser.parseSearch("^(?:" + pattern + ")$", LIMITS), LIMITS);
    }

    private static String quoted(String pattern) {
        return "\"(?:" + pattern + ")\"";
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static Expr value(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Expr.Lexeme(dfa(":1"));
            case 1 -> new Expr.Lexeme(dfa(": ?-?\\d+"));
            case 2 -> new Expr.Sequence(List.of(new Expr.Lexeme(dfa(":")), string(random)));
            default -> new Expr.Sequence(List.of(new Expr.Lexeme(dfa(": ?")), string(random)));
        };
    }

    private static Expr string(Random random) {
        ByteDfa dfa = dfa(quoted(any(STRINGS, random)));
        return new Expr.Lexeme(dfa);
    }

    /** Members with names of their own, one or two with patterns, or none. */
    private static Expr object(Random random) {
        List<ByteDfa> keys = new ArrayList<>();
        List<Member> members = new ArrayList<>();
        ByteDfa named = DfaAlgebra.never();
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                ByteDfa key = ByteDfa.literal(("\"" + name + "\"").getBytes(StandardCharsets.UTF_8));
                keys.add(key);
                named = DfaAlgebra.union(named, key, LIMITS);
                members.add(
                        new Member(value(random), random.nextInt(4) == 0 ? Occurrence.REQUIRED : Occurrence.OPTIONAL));
            }
        }
        for (int i = random.nextInt(3); i > 0 || members.isEmpty(); i--) {
            ByteDfa key = DfaAlgebra.minus(dfa(quoted(any(STRINGS, random))), named, LIMITS);
            if (!key.isEmpty()) {
                named = DfaAlgebra.union(named, key, LIMITS);
                keys.add(key);
                members.add(new Member(value(random), Occurrence.MANY));
            }
        }
        int min = random.nextInt(3);
        return new Expr.Sequence(List.of(
                new Expr.Lexeme(dfa("\\{")),
                new Expr.Interleave(
                        DfaAlgebra.labelled(keys, LIMITS),
                        members,
                        new Expr.Lexeme(dfa(", ?")),
                        random.nextInt(3) == 0 ? MemberOrder.LISTED : MemberOrder.FREE,
                        random.nextBoolean() ? 0 : min,
                        random.nextInt(3) == 0 ? min + 1 + random.nextInt(3) : Expr.UNBOUNDED),
                new Expr.Lexeme(dfa("\\}"))));
    }

    /** Often a short token, so that names are read in parts. */
    private static int pick(TokenMask mask, Vocabulary vocabulary, Random random) {
        int best = -1;
        for (int i = 0; i < (random.nextInt(3) == 0 ? 1 : 8); i++) {
            int id = mask.nextAllowed(random.nextInt(mask.size()));
            id = id < 0 ? mask.nextAllowed(0) : id;
            if (best < 0 || vocabulary.byteCount(id) < vocabulary.byteCount(best)) {
                best = id;
            }
        }
        return best;
    }

    private static void walk(Expr root, Random random, String beginning) {
        Vocabulary vocabulary = vocabulary(random);
        CompiledGrammar grammar;
        try {
            grammar = new GrammarCompiler(vocabulary, LIMITS).compile(Grammar.of(root));
        } catch (EmptyLanguageException e) {
            return;
        }
        for (int way = 0; way < 3; way++) {
            Matcher matcher = grammar.matcher();
            byte[] begun = beginning.getBytes(StandardCharsets.UTF_8);
            matcher.acceptBytes(begun, 0, random.nextInt(begun.length + 1));
            for (int step = 0; step < 6 && !matcher.isFinished(); step++) {
                TokenMask mask = matcher.mask();
                for (int id = 0; id < vocabulary.size(); id++) {
                    if (matcher.allows(id) != mask.contains(id)) {
                        assertEquals(
                                matcher.allows(id),
                                mask.contains(id),
                                "token '" + new String(vocabulary.bytes(id), StandardCharsets.UTF_8) + "' at step "
                                        + step + " after a part of " + beginning);
                    }
                }
                if (mask.cardinality() == 0) {
                    assertTrue(matcher.isAccepting(), "dead end");
                    break;
                }
                matcher.accept(pick(mask, vocabulary, random));
            }
        }
    }

    @Property(tries = 150)
    void masksWithinStringsEqualBruteForce(@ForAll long seed) {
        Random random = new Random(seed);
        walk(string(random), random, any(List.of("\"na", "\"x-", "\"ab", "\"A", "\"a-z", "\"é", "\"12"), random));
    }

    @Property(tries = 60)
    void masksNearTheEndOfAChainEqualBruteForce(@ForAll long seed) {
        Random random = new Random(seed);
        String end = any(List.of("", "(?:x[0-9])?"), random);
        walk(
                new Expr.Lexeme(dfa(quoted("[a-z]{1," + (18 + random.nextInt(9)) + "}" + end))),
                random,
                "\"abcdefghijklmnop");
    }

    @Property(tries = 60)
    void masksNearTheEndOfManyWordsEqualBruteForce(@ForAll long seed) {
        Random random = new Random(seed);
        String word = any(List.of("[^\"\\\\\\x00-\\x20]+", "[^\"\\\\\\x00-\\x20é]+", CHARACTER + "+"), random);
        walk(
                new Expr.Lexeme(dfa(quoted(
                        "(?:" + word + " ){" + random.nextInt(3) + "," + (4 + random.nextInt(24)) + "}" + word))),
                random,
                "\"na me é c zip me a b");
    }

    @Property(tries = 100)
    void masksOfKeysWithChainsEqualBruteForce(@ForAll long seed) {
        Random random = new Random(seed);
        ByteDfa named = ByteDfa.literal("\"name\"".getBytes(StandardCharsets.UTF_8));
        int longest = 4 + random.nextInt(40);
        ByteDfa chain = DfaAlgebra.minus(
                dfa(quoted(any(List.of("[a-z-]", "[a-zA-Z0-9_-]", "[^\"\\\\\\x00-\\x20]"), random) + "{1," + longest
                        + "}")),
                named,
                LIMITS);
        ByteDfa others = DfaAlgebra.minus(dfa(quoted(CHARACTER + "*")), DfaAlgebra.union(named, chain, LIMITS), LIMITS);
        List<ByteDfa> keys = new ArrayList<>(List.of(named, chain));
        List<Member> members = new ArrayList<>(
                List.of(new Member(value(random), Occurrence.OPTIONAL), new Member(value(random), Occurrence.MANY)));
        if (random.nextBoolean()) {
            keys.add(others);
            members.add(new Member(value(random), Occurrence.MANY));
        }
        Expr object = new Expr.Sequence(List.of(
                new Expr.Lexeme(dfa("\\{")),
                new Expr.Interleave(
                        DfaAlgebra.labelled(keys, LIMITS),
                        members,
                        new Expr.Lexeme(dfa(", ?")),
                        random.nextInt(3) == 0 ? MemberOrder.LISTED : MemberOrder.FREE,
                        0,
                        random.nextInt(3) == 0 ? 1 + random.nextInt(3) : Expr.UNBOUNDED),
                new Expr.Lexeme(dfa("\\}"))));
        walk(
                object,
                random,
                any(List.of("{\"nam", "{\"name\":1, \"na", "{\"abcdefghijklmno", "{\"x-", "{\"é"), random));
    }

    @Property(tries = 150)
    void masksWithinCountedStringsEqualBruteForce(@ForAll long seed) {
        Random random = new Random(seed);
        ByteDfa dfa = counted(dfa(quoted(any(STRINGS, random))));
        int min = random.nextInt(4);
        int max = random.nextInt(3) == 0 ? Expr.UNBOUNDED : min + random.nextInt(9);
        walk(new Expr.Lexeme(dfa, min, max), random, any(List.of("\"na", "\"x-", "\"ab", "\"A", "\"a-z"), random));
    }

    /** Counts the bytes that are no quotes and do not continue a code point. */
    static ByteDfa counted(ByteDfa dfa) {
        ByteDfa.Builder builder = ByteDfa.builder();
        int count = dfa.stateCount();
        for (int i = 0; i < 2 * count; i++) {
            builder.addState();
        }
        for (int state = 0; state < count; state++) {
            if (dfa.isAccepting(state)) {
                builder.accept(2 * state, 0);
                builder.accept(2 * state + 1, 0);
            }
            builder.unit(2 * state + 1);
            for (int b = 0; b < 256; b++) {
                int target = dfa.step(state, b);
                if (target != ByteDfa.DEAD) {
                    int counts = b == '"' || (b & 0xC0) == 0x80 ? 0 : 1;
                    builder.addTransition(2 * state, b, b, 2 * target + counts);
                    builder.addTransition(2 * state + 1, b, b, 2 * target + counts);
                }
            }
        }
        return DfaAlgebra.minimize(builder.build());
    }

    @Property(tries = 250)
    void masksWithinObjectsEqualBruteForce(@ForAll long seed) {
        Random random = new Random(seed);
        walk(
                object(random),
                random,
                any(List.of("{\"nam", "{\"name\":1", "{\"id\":1,\"na", "{\"x-", "{\"a\\"), random));
    }
}
