package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.TextMachine;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.schema.LabelText.Direction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Host names with labels in Punycode, against {@link IdnaOracle}. */
class PunycodeHostsProperties {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789-";
    private static final String SCHEMA = "{\"type\":\"string\",\"format\":\"hostname\"}";
    private static final com.networknt.schema.Schema VALIDATOR = SchemaLanguage.validator(SCHEMA);

    /** Letters of one script each with what goes along with them; the last ones are mixed. */
    private static final List<String> SCRIPTS = List.of(
            "\u00e4\u00f6\u00fc\u00df\u00e9\u0142\u0111\u1ec7aelt0-\u00b7",
            "\u03b1\u03b2\u03b3\u03ac\u03c2\u03c9a1-\u0375",
            "\u0430\u0431\u0432\u044f\u0451\u04912-",
            "\u05d0\u05d1\u05e9\u05ea\u05f3\u05f40-",
            "\u0628\u064a\u0627\u0645\u06cc\u067e\u200c\u06601",
            "\u06fd\u06fe\u06cc\u06a9\u06f0\u06f99-",
            "\u0915\u0939\u0902\u093f\u094d\u200d\u200c\u0966k",
            "\u0e01\u0e44\u0e17\u0e22\u0e34\u0e38\u0e48\u0e3a1",
            "\u3041\u304c\u30a1\u30ab\u30fb\u30fc\u4e00\u3007a0-",
            "\u4e2d\u6587\u5b57\u9fa5\u4e008",
            "\uc2e4\ub840\ud14c\uac00\ud7a3k-",
            "a0-\u00df\u03b1\u05d0\u0628\u0660\u06f0\u0915\u094d\u3042\u30fb\u4e2d\uac00l\u00b7");

    /**
     * Whether a label is one that is told: each code point that Punycode puts in leaves a label of the repertoire, and
     * the basic ones have the shape that any later ones leave alone.
     */
    private static boolean isTold(List<Integer> label, Direction direction) {
        List<Integer> places = new ArrayList<>();
        StringBuilder basic = new StringBuilder();
        for (int place = 0; place < label.size(); place++) {
            if (label.get(place) >= 128) {
                places.add(place);
            } else {
                basic.appendCodePoint(label.get(place));
            }
        }
        boolean staysPlain = !basic.toString().matches("-.*|..--.*")
                && (direction == Direction.LEFT_TO_RIGHT || !basic.toString().matches("[0-9]--.*"));
        places.sort(Comparator.comparingInt(label::get));
        for (int count = 1; count <= places.size() && staysPlain; count++) {
            List<Integer> in = places.subList(0, count);
            List<Integer> part = new ArrayList<>();
            for (int place = 0; place < label.size(); place++) {
                if (label.get(place) < 128 || in.contains(place)) {
                    part.add(label.get(place));
                }
            }
            staysPlain = isOf(part, direction);
        }
        return staysPlain && !places.isEmpty();
    }

    /** A label that begins with a digit has no Bidi label beside it. */
    private static boolean isOf(List<Integer> label, Direction direction) {
        String beside = direction == Direction.BIDI ? "xn--4dbc" : "0a";
        return label.stream().allMatch(c -> c < 128 || IdnRepertoire.has(c))
                && IdnaOracle.isHost("xn--" + IdnaOracle.encode(label) + "." + beside);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void takesShortLabelsExactly(Direction direction) {
        ALabel machine = new ALabel(direction, 59);
        List<String> texts = new ArrayList<>(List.of(""));
        int labels = 0;
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            List<Integer> decoded = IdnaOracle.decode(text);
            boolean isTold = decoded != null && isTold(decoded, direction);
            assertEquals(isTold, machine.matches(text), () -> direction + " " + text);
            labels += isTold ? 1 : 0;
            for (int c = 0; c < ALPHABET.length() && text.length() < 3; c++) {
                texts.add(text + ALPHABET.charAt(c));
            }
        }
        assertTrue(labels > 5_000, labels + " labels");
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void takesTheLabelsOfEveryScript(Direction direction) {
        ALabel machine = new ALabel(direction, 59);
        SplittableRandom random = new SplittableRandom(3492);
        int told = 0;
        for (int round = 0; round < 6_000; round++) {
            String script = SCRIPTS.get(random.nextInt(SCRIPTS.size()));
            List<Integer> label = new ArrayList<>();
            for (int i = random.nextInt(1, random.nextInt(2, 12)); i >= 0; i--) {
                label.add((int) script.charAt(random.nextInt(script.length())));
            }
            String coded = IdnaOracle.encode(label);
            boolean isTold = coded.length() <= 59 && isTold(label, direction);
            boolean matches = machine.matches(coded);
            assertTrue(!isTold || matches, () -> direction + " leaves out " + IdnaOracle.text(label));
            assertTrue(!matches || isOf(label, direction), () -> direction + " takes " + IdnaOracle.text(label));
            told += isTold ? 1 : 0;
        }
        assertTrue(told > 800, told + " labels");
    }

    /** From every state, the way that is said to be the shortest ends a label, in no more bytes than said. */
    @Property(tries = 1500)
    void everyWalkInALabelCanBeEnded(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Direction direction = random.nextBoolean() ? Direction.LEFT_TO_RIGHT : Direction.BIDI;
        int most = random.nextInt(3, 60);
        StringBuilder text = new StringBuilder();
        TextMachine.State state = new ALabel(direction, most).start();
        String letters = random.nextBoolean() ? ALPHABET : "a9b1z0-";
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            char next = letters.charAt(random.nextInt(letters.length()));
            TextMachine.State after = state.step(next);
            if (after != null) {
                text.append(next);
                state = after;
            }
        }
        for (int least = state.leastBytes(); !state.isAccepting(); least--) {
            assertTrue(least > 0, () -> "no end: " + text);
            TextMachine.State nearer = null;
            for (int at = 0; at < ALPHABET.length() && nearer == null; at++) {
                TextMachine.State next = state.step(ALPHABET.charAt(at));
                if (next != null && next.leastBytes() < least) {
                    nearer = next;
                    text.append(ALPHABET.charAt(at));
                }
            }
            state = Objects.requireNonNull(nearer, () -> "dead end: " + text);
        }
        List<Integer> label = IdnaOracle.decode(text.toString());
        assertTrue(text.length() <= most && label != null && isOf(label, direction), text::toString);
    }

    /** Whatever is walked, some byte goes on or the text may end, and what has ended is a host name to others as well. */
    @Property(tries = 600)
    void writesOnlyHostNames(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Matcher matcher = Hosts.BYTES.matcher();
        StringBuilder text = new StringBuilder();
        walk(matcher, "\"" + (random.nextBoolean() ? "" : random.nextBoolean() ? "w1." : "www.") + "xn--", text);
        int wander = random.nextInt(70);
        while (!matcher.isAccepting()) {
            BitSet next = matcher.nextBytes();
            assertFalse(next.isEmpty(), () -> "dead end: " + text);
            assertTrue(text.length() < 260, text::toString);
            if (wander-- <= 0 && next.get('"')) {
                walk(matcher, "\"", text);
            } else if (next.get('.') && random.nextInt(3) == 0) {
                walk(matcher, ".", text);
                if (random.nextBoolean()) {
                    walk(matcher, "xn--", text);
                }
            } else {
                next.clear('"');
                int skip = next.isEmpty() ? 0 : random.nextInt(next.cardinality());
                int b = next.isEmpty()
                        ? '"'
                        : next.stream().skip(skip).findFirst().orElseThrow();
                walk(matcher, "" + (char) b, text);
            }
        }
        String host = text.substring(1, text.length() - 1);
        assertTrue(IdnaOracle.isHost(host), host);
        assertTrue(PunycodeHosts.strings().contains(host), host);
        assertTrue(ValidatorGap.isKnown("hostname", host) || isValid(host), host);
    }

    private static void walk(Matcher matcher, String bytes, StringBuilder text) {
        byte[] some = bytes.getBytes(StandardCharsets.US_ASCII);
        int taken = matcher.acceptBytes(some, 0, some.length);
        text.append(bytes, 0, taken);
    }

    private static boolean isValid(String host) {
        return VALIDATOR
                .validate(
                        TextNode.valueOf(host),
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .isEmpty();
    }

    @Property(tries = 60)
    void everyBitOfEveryMaskEqualsBruteForce(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Matcher matcher = Hosts.TOKENS.matcher();
        byte[] start = "{\"h\":\"".getBytes(StandardCharsets.US_ASCII);
        assertEquals(start.length, matcher.acceptBytes(start, 0, start.length));
        for (int step = 0; step < 40 && !matcher.isFinished(); step++) {
            TokenMask mask = matcher.mask();
            List<Integer> allowed = new ArrayList<>();
            for (int id = 0; id < Hosts.VOCABULARY.size(); id++) {
                assertEquals(matcher.allows(id), mask.contains(id), "token " + id + " at step " + step);
                if (mask.contains(id)) {
                    allowed.add(id);
                }
            }
            assertFalse(allowed.isEmpty(), "dead end");
            // Single bytes are many, and say little.
            List<Integer> longer = allowed.stream().filter(id -> id >= 256).toList();
            List<Integer> from = longer.isEmpty() || random.nextInt(4) == 0 ? allowed : longer;
            matcher.accept(from.get(random.nextInt(from.size())));
        }
    }

    @Test
    void manyInOneSchemaCostLittle() {
        StringBuilder schema = new StringBuilder("{\"type\":\"object\",\"properties\":{");
        for (int i = 0; i < 2_000; i++) {
            schema.append(i == 0 ? "" : ",")
                    .append("\"p")
                    .append(i)
                    .append("\":")
                    .append(SCHEMA);
        }
        CompiledSchema compiled = SchemaLanguage.compile(schema.append("}}").toString());
        Matcher matcher = new GrammarCompiler(Hosts.VOCABULARY, CompileLimits.defaults())
                .compile(compiled.grammar())
                .matcher();
        byte[] text = "{\"p7\":\"xn--mnchen-3ya.de\",\"p1999\":\"xn--qmbc\"}".getBytes(StandardCharsets.US_ASCII);
        assertEquals(text.length, matcher.acceptBytes(text, 0, text.length));
        assertTrue(matcher.isAccepting());
    }

    /** Made when first asked for. */
    private static final class Hosts {
        static final Vocabulary VOCABULARY = vocabulary();
        static final CompiledGrammar BYTES = compile(SCHEMA);
        static final CompiledGrammar TOKENS = compile("{\"type\":\"object\",\"properties\":{\"h\":" + SCHEMA
                + "},\"required\":[\"h\"],\"additionalProperties\":false}");

        private static CompiledGrammar compile(String schema) {
            return new GrammarCompiler(VOCABULARY, CompileLimits.defaults())
                    .compile(SchemaLanguage.compile(schema).grammar());
        }

        private static Vocabulary vocabulary() {
            List<byte[]> tokens = new ArrayList<>();
            for (int b = 0; b < 256; b++) {
                tokens.add(new byte[] {(byte) b});
            }
            for (String token : List.of(
                    "xn",
                    "n-",
                    "--",
                    "xn--",
                    ".xn--",
                    "xn--q",
                    "--qmbc",
                    "www.",
                    "mail",
                    ".com",
                    ".com\"",
                    "com\"}",
                    "\"}",
                    "-a",
                    "a-",
                    "0a",
                    "1a.",
                    "4dbc",
                    "5h",
                    "9n2bp8q",
                    ".xn--9t",
                    "4b11yi5a",
                    "3ya",
                    "-3ya",
                    "-3ya.de\"",
                    "mnchen",
                    "nchen-",
                    "wva3j",
                    "e\"",
                    "qmbc.x",
                    "zca29l",
                    "wxobi7a.org",
                    "lll",
                    "vek7",
                    "78f",
                    "bck0j\"",
                    "bc.xn--4dbc5h\"}",
                    "aaaaaaaaaaaaaaaaaaaa",
                    "e".repeat(24),
                    "1".repeat(33),
                    "e".repeat(45) + ".com\"",
                    "b".repeat(58),
                    "e.e.e.",
                    "X",
                    "XN--",
                    "_",
                    " ")) {
                tokens.add(token.getBytes(StandardCharsets.US_ASCII));
            }
            SplittableRandom random = new SplittableRandom(5890);
            for (int i = 0; i < 400; i++) {
                StringBuilder token = new StringBuilder();
                for (int length = random.nextInt(2, 6); length > 0; length--) {
                    token.append((ALPHABET + ".\"").charAt(random.nextInt(ALPHABET.length() + 2)));
                }
                tokens.add(token.toString().getBytes(StandardCharsets.US_ASCII));
            }
            return Vocabulary.ofByteStrings(tokens);
        }
    }
}
