package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Demand;
import dev.tenon.automaton.grammar.Expr.Interleave;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.MemberValue;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/**
 * The way to the end by {@link Matcher#leastBytes}: from wherever a text has come to, there is a byte that comes one nearer, so
 * who takes such a byte each time arrives. Objects make up to as many demands as {@code if} and {@code oneOf} do in real schemas.
 */
final class LeastBytesProperties {
    private static final List<String> WORDS = List.of("a", "bb", "ccc", "dddd", "eeeee");
    /** Further digits may come as long as one likes. */
    private static final String NUMBER = "1";

    private static final int STEPS = 60;

    /** Draws an object; the keys of a member that comes many times are all of one length, and never run out. */
    private static final class Draw {
        private final Random random;
        private final int demandCount;

        Draw(long seed) {
            this.random = new Random(seed);
            this.demandCount = 1 + random.nextInt(24);
        }

        Expr object() {
            ByteDfa.Builder keys = ByteDfa.builder();
            int start = keys.addState();
            List<Member> members = new ArrayList<>();
            int count = 1 + random.nextInt(10);
            for (int i = 0; i < count; i++) {
                boolean many = random.nextInt(4) == 0;
                keys.accept(many ? manyKeys(keys, start, 'a' + i) : oneKey(keys, start, 'a' + i), i);
                Occurrence single = random.nextInt(4) == 0 ? Occurrence.REQUIRED : Occurrence.OPTIONAL;
                members.add(new Member(values(), many ? Occurrence.MANY : single));
            }
            int min = random.nextInt(4) == 0 ? random.nextInt(5) : 0;
            return new Expr.Sequence(List.of(
                    literal("{"),
                    new Interleave(
                            keys.build(),
                            members,
                            literal(", "),
                            random.nextBoolean() ? MemberOrder.LISTED : MemberOrder.FREE,
                            min,
                            random.nextInt(4) == 0 ? min + random.nextInt(5) : Expr.UNBOUNDED,
                            demands(members)),
                    literal("}")));
        }

        private int oneKey(ByteDfa.Builder keys, int start, int letter) {
            int state = start;
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                int next = keys.addState();
                keys.addTransition(state, letter, letter, next);
                state = next;
            }
            return state;
        }

        private static int manyKeys(ByteDfa.Builder keys, int start, int letter) {
            int first = keys.addState();
            int second = keys.addState();
            int third = keys.addState();
            keys.addTransition(start, letter, letter, first);
            keys.addTransition(first, 'a', 'z', second);
            keys.addTransition(second, 'a', 'z', third);
            return third;
        }

        /** What meets more demands takes the words alone that are asked for by all of them. */
        private List<MemberValue> values() {
            List<Set<String>> wanted = new ArrayList<>();
            int most = random.nextInt(WORDS.size());
            for (int i = 0; i < demandCount; i++) {
                Set<String> words = new TreeSet<>(WORDS);
                for (int j = random.nextInt(most + 1); j > 0; j--) {
                    words.remove(WORDS.get(random.nextInt(WORDS.size())));
                }
                wanted.add(words);
            }
            List<MemberValue> values = new ArrayList<>();
            values.add(new MemberValue(words(WORDS, true), Set.of()));
            int likely = 1 + random.nextInt(8);
            for (int i = random.nextInt(5); i > 0; i--) {
                Set<Integer> meets = new HashSet<>();
                Set<String> language = new TreeSet<>(WORDS);
                for (int demand = 0; demand < demandCount; demand++) {
                    if (random.nextInt(9) < likely) {
                        meets.add(demand);
                        language.retainAll(wanted.get(demand));
                    }
                }
                values.add(new MemberValue(words(language, false), meets));
            }
            return values;
        }

        private static Expr words(Iterable<String> language, boolean alsoNumbers) {
            List<Expr> words = new ArrayList<>();
            language.forEach(word -> words.add(literal(":" + word)));
            if (alsoNumbers) {
                ByteDfa.Builder number = ByteDfa.builder();
                int start = number.addState();
                int digits = number.addState();
                number.addTransition(start, NUMBER.charAt(0), '9', digits);
                number.addTransition(digits, '0', '9', digits);
                words.add(new Expr.Sequence(List.of(
                        literal(":"), new Expr.Lexeme(number.accept(digits, 0).build()))));
            }
            return new Expr.Choice(words);
        }

        private List<Demand> demands(List<Member> members) {
            List<Demand> demands = new ArrayList<>();
            for (int i = 0; i < demandCount; i++) {
                Set<Integer> absent = new HashSet<>();
                for (int member = 0; member < members.size(); member++) {
                    if (members.get(member).occurrence() == Occurrence.OPTIONAL && random.nextInt(3) == 0) {
                        absent.add(member);
                    }
                }
                demands.add(new Demand(
                        absent,
                        random.nextInt(8) == 0 ? random.nextInt(5) : 0,
                        random.nextInt(8) == 0 ? random.nextInt(5) : Expr.UNBOUNDED));
            }
            return demands;
        }

        private static Expr literal(String text) {
            return new Expr.Lexeme(ByteDfa.literal(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static CompiledGrammar compile(Expr object) {
        List<byte[]> bytes = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            bytes.add(new byte[] {(byte) b});
        }
        return new GrammarCompiler(Vocabulary.ofByteStrings(bytes), CompileLimits.defaults())
                .compile(Grammar.of(object));
    }

    @Property(tries = 400)
    void fromEveryPlaceSomeByteComesOneNearerToTheEnd(@ForAll long seed) {
        Expr object = new Draw(seed).object();
        CompiledGrammar compiled;
        try {
            compiled = compile(object);
        } catch (EmptyLanguageException | GrammarTooComplexException e) {
            Statistics.collect(e.getClass().getSimpleName());
            return;
        }
        Statistics.collect("compiled");
        Random random = new Random(seed);
        for (int walk = 0; walk < 4; walk++) {
            Matcher matcher = compiled.matcher();
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(STEPS); i > 0 && !matcher.nextBytes().isEmpty(); i--) {
                BitSet next = matcher.nextBytes();
                int[] bytes = next.stream().toArray();
                step(matcher, text, bytes[random.nextInt(bytes.length)]);
            }
            goHome(matcher, text, object);
        }
    }

    private static void goHome(Matcher matcher, StringBuilder text, Expr object) {
        long left = matcher.leastBytes();
        while (left > 0) {
            int nearest = -1;
            long least = Long.MAX_VALUE;
            BitSet bytes = matcher.nextBytes();
            for (int b = bytes.nextSetBit(0); b >= 0; b = bytes.nextSetBit(b + 1)) {
                step(matcher, text, b);
                if (matcher.leastBytes() < least) {
                    least = matcher.leastBytes();
                    nearest = b;
                }
                matcher.rollback(1);
                text.setLength(text.length() - 1);
            }
            long after = least;
            long before = left;
            assertEquals(before - 1, after, () -> "after " + text + " of " + object);
            step(matcher, text, nearest);
            left = least;
        }
        assertEquals(true, matcher.isAccepting(), () -> "at the end of " + text + " of " + object);
    }

    private static void step(Matcher matcher, StringBuilder text, int byteValue) {
        assertEquals(1, matcher.acceptBytes(new byte[] {(byte) byteValue}, 0, 1));
        text.append((char) byteValue);
    }
}
