package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Demand;
import dev.tenon.automaton.grammar.Expr.Distinctness;
import dev.tenon.automaton.grammar.Expr.ElementState;
import dev.tenon.automaton.grammar.Expr.ElementStep;
import dev.tenon.automaton.grammar.Expr.Ending;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.MemberValue;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Draws small grammars, in a small alphabet so that everything meets everything, and vocabularies to go with them. */
final class RandomGrammars {
    private static final String ALPHABET = "ab\",:{}[]1 \u00e9";
    private final Random random;
    private final Grammar.Builder builder = Grammar.builder();
    private final List<Integer> rules = new ArrayList<>();

    RandomGrammars(long seed) {
        this.random = new Random(seed);
    }

    Grammar grammar() {
        int ruleCount = random.nextInt(3);
        for (int i = 0; i < ruleCount; i++) {
            rules.add(builder.declare("r" + i));
        }
        for (int rule : rules) {
            // A rule begins with a byte of its own, so that it is never left-recursive.
            builder.define(rule, new Expr.Sequence(List.of(literal(letter()), expr(3))));
        }
        return builder.build(expr(4));
    }

    private String letter() {
        int index = random.nextInt(ALPHABET.length());
        return ALPHABET.substring(index, index + 1);
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            word.append(letter());
        }
        return word.toString();
    }

    private static Expr literal(String text) {
        return new Expr.Lexeme(ByteDfa.literal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Expr expr(int depth) {
        int kind = random.nextInt(depth <= 0 ? 4 : 12);
        return switch (kind) {
            case 0 -> literal(word());
            case 1 -> random.nextBoolean() ? new Expr.Lexeme(randomDfa()) : stepped();
            case 2 -> counted();
            case 3 ->
                rules.isEmpty() || random.nextInt(3) > 0
                        ? literal(word())
                        : new Expr.RuleRef(rules.get(random.nextInt(rules.size())));
            case 4 -> new Expr.Empty();
            case 5, 6 -> new Expr.Sequence(list(1 + random.nextInt(3), depth));
            case 7 -> new Expr.Choice(list(1 + random.nextInt(3), depth));
            case 8 -> {
                int min = random.nextInt(3);
                yield new Expr.Repetition(
                        new Expr.Sequence(List.of(literal(letter()), expr(depth - 2))),
                        random.nextBoolean() ? new Expr.Empty() : literal(letter()),
                        min,
                        random.nextInt(3) == 0 ? Expr.UNBOUNDED : min + random.nextInt(3));
            }
            case 9 -> new Expr.Capture("c" + random.nextInt(2), expr(depth - 1));
            case 10 -> object(depth);
            case 11 -> array(depth);
            default -> throw new AssertionError(kind);
        };
    }

    private List<Expr> list(int size, int depth) {
        List<Expr> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add(expr(depth - 1));
        }
        return items;
    }

    /** A random automaton, trimmed by its builder; may well be empty. */
    private ByteDfa randomDfa() {
        ByteDfa.Builder dfa = ByteDfa.builder();
        int states = 1 + random.nextInt(5);
        byte[] bytes = ALPHABET.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < states; i++) {
            dfa.addState();
        }
        for (int i = 0; i < states; i++) {
            for (byte b : bytes) {
                if (random.nextInt(3) == 0) {
                    dfa.addTransition(i, b & 0xFF, b & 0xFF, random.nextInt(states));
                }
            }
            if (random.nextInt(3) == 0) {
                dfa.accept(i, 0);
            }
            if (random.nextInt(3) == 0) {
                dfa.unit(i);
            }
        }
        return dfa.build();
    }

    private Expr stepped() {
        ByteDfa dfa = switch (random.nextInt(3)) {
            case 0 -> randomDfa();
            case 1 -> quoted(random.nextBoolean());
            default -> runs();
        };
        return dfa.isEmpty() || dfa.isAccepting(0) ? new Expr.Lexeme(dfa) : new Expr.Stepped(new SteppedDfa(dfa));
    }

    /** Words of some letters, with or without an end: long stretches in which any of them goes on. */
    private ByteDfa runs() {
        ByteDfa.Builder dfa = ByteDfa.builder();
        int length = 1 + random.nextInt(25);
        int state = dfa.addState();
        for (int i = 0; i < length; i++) {
            int next = dfa.addState();
            dfa.addTransition(state, 'a', 'b', next).addTransition(state, '1', '1', next);
            if (i + 1 == length || random.nextInt(3) == 0) {
                dfa.accept(next, 0);
            }
            state = next;
        }
        if (random.nextBoolean()) {
            dfa.addTransition(state, 'a', 'b', state).addTransition(state, '1', '1', state);
        }
        return dfa.build();
    }

    /** A quoted string like JSON's, counted by code points; sometimes a random automaton with random units. */
    private Expr counted() {
        int min = random.nextInt(3);
        int max = random.nextInt(4) == 0 ? Expr.UNBOUNDED : min + random.nextInt(4);
        return new Expr.Lexeme(random.nextInt(3) == 0 ? randomDfa() : quoted(random.nextBoolean()), min, max);
    }

    static ByteDfa quoted(boolean anyText) {
        ByteDfa.Builder dfa = ByteDfa.builder();
        int start = dfa.addState();
        int open = dfa.addState();
        int body = dfa.addState();
        int end = dfa.addState();
        int lead = dfa.addState();
        dfa.addTransition(start, '"', '"', open).unit(body).accept(end, 0);
        for (int state : new int[] {open, body}) {
            dfa.addTransition(state, anyText ? 0x20 : 'a', anyText ? 0x7F : 'c', body);
            dfa.addTransition(state, 0xC2, 0xDF, lead);
            if (anyText) {
                addThreeAndFour(dfa, state, body);
            }
            dfa.addTransition(state, '"', '"', end);
        }
        dfa.addTransition(lead, 0x80, 0xBF, body);
        return dfa.build();
    }

    private static void addThreeAndFour(ByteDfa.Builder dfa, int state, int body) {
        int last = dfa.addState();
        dfa.addTransition(last, 0x80, 0xBF, body);
        int lastTwo = dfa.addState();
        dfa.addTransition(lastTwo, 0x80, 0xBF, last);
        int afterE0 = dfa.addState();
        dfa.addTransition(afterE0, 0xA0, 0xBF, last);
        int afterEd = dfa.addState();
        dfa.addTransition(afterEd, 0x80, 0x9F, last);
        int afterF0 = dfa.addState();
        dfa.addTransition(afterF0, 0x90, 0xBF, lastTwo);
        int afterF4 = dfa.addState();
        dfa.addTransition(afterF4, 0x80, 0x8F, lastTwo);
        dfa.addTransition(state, 0xE0, 0xE0, afterE0);
        dfa.addTransition(state, 0xE1, 0xEC, lastTwo);
        dfa.addTransition(state, 0xED, 0xED, afterEd);
        dfa.addTransition(state, 0xEE, 0xEF, lastTwo);
        dfa.addTransition(state, 0xF0, 0xF0, afterF0);
        int threeMore = dfa.addState();
        dfa.addTransition(threeMore, 0x80, 0xBF, lastTwo);
        dfa.addTransition(state, 0xF1, 0xF3, threeMore);
        dfa.addTransition(state, 0xF4, 0xF4, afterF4);
    }

    /** An array by a random automaton over elements that begin with a letter each. */
    private Expr array(int depth) {
        int count = 1 + random.nextInt(4);
        List<ElementState> states = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<ElementStep> steps = new ArrayList<>();
            for (int j = random.nextInt(3); j >= 0; j--) {
                Expr element = new Expr.Sequence(List.of(literal(letter()), expr(depth - 3)));
                steps.add(new ElementStep(element, random.nextInt(count)));
            }
            states.add(new ElementState(random.nextInt(3) == 0 ? Ending.MAY_END : Ending.GOES_ON, steps));
        }
        return new Expr.Elements(
                states, random.nextInt(4) == 0 ? new Expr.Empty() : literal(letter()), Distinctness.NONE);
    }

    /** An object whose keys are a few words and, at times, any other run of letters. */
    private Expr object(int depth) {
        int named = random.nextInt(4);
        TreeSet<String> names = new TreeSet<>();
        while (names.size() < named) {
            names.add("" + "ab1".charAt(random.nextInt(3)) + (random.nextBoolean() ? "a" : ""));
        }
        boolean open = random.nextBoolean();
        int maxLength = random.nextInt(3) == 0 ? 2 : Integer.MAX_VALUE;
        int demanded = random.nextBoolean() ? 0 : random.nextInt(4);
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            members.add(new Member(
                    values(depth - 2, demanded), random.nextInt(3) == 0 ? Occurrence.REQUIRED : Occurrence.OPTIONAL));
        }
        if (open) {
            members.add(new Member(values(depth - 3, demanded), Occurrence.MANY));
        }
        int min = random.nextInt(3);
        return new Expr.Sequence(List.of(
                literal("{"),
                new Expr.Interleave(
                        keys(List.copyOf(names), open, maxLength),
                        members,
                        literal(","),
                        random.nextBoolean() ? MemberOrder.LISTED : MemberOrder.FREE,
                        min,
                        random.nextBoolean() ? Expr.UNBOUNDED : min + random.nextInt(3),
                        demands(demanded, members)),
                literal("}")));
    }

    /** Alternatives each of which is part of those that meet fewer demands. */
    private List<MemberValue> values(int depth, int demanded) {
        if (demanded == 0 && random.nextInt(4) > 0) {
            return List.of(new MemberValue(afterKey(expr(depth)), Set.of()));
        }
        Expr narrow = expr(depth);
        Expr wide = new Expr.Choice(List.of(narrow, expr(depth)));
        Set<Integer> few = new TreeSet<>();
        Set<Integer> more = new TreeSet<>();
        for (int i = 0; i < demanded; i++) {
            int kind = random.nextInt(5);
            if (kind < 3) {
                more.add(i);
            }
            if (kind == 0) {
                few.add(i);
            }
        }
        return List.of(new MemberValue(afterKey(wide), few), new MemberValue(afterKey(narrow), more));
    }

    private static Expr afterKey(Expr value) {
        return new Expr.Sequence(List.of(literal(":"), value));
    }

    private List<Demand> demands(int count, List<Member> members) {
        List<Demand> demands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Set<Integer> absent = new TreeSet<>();
            for (int member = 0; member < members.size(); member++) {
                if (members.get(member).occurrence() == Occurrence.OPTIONAL && random.nextInt(3) == 0) {
                    absent.add(member);
                }
            }
            int below = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
            int above = random.nextInt(4) == 0 ? random.nextInt(4) : Expr.UNBOUNDED;
            demands.add(new Demand(absent, below, above));
        }
        return demands;
    }

    /** Keys end with a quote; labels are the places of the names, the last one for any other word of a, b and 1. */
    private static ByteDfa keys(List<String> names, boolean open, int maxLength) {
        ByteDfa.Builder dfa = ByteDfa.builder();
        java.util.Map<String, Integer> states = new java.util.LinkedHashMap<>();
        int limit = maxLength == 2 ? 2 : 3;
        List<String> prefixes = new ArrayList<>(List.of(""));
        for (int i = 0; i < prefixes.size(); i++) {
            String prefix = prefixes.get(i);
            states.put(prefix, dfa.addState());
            if (prefix.length() < limit) {
                for (String letter : List.of("a", "b", "1")) {
                    prefixes.add(prefix + letter);
                }
            }
        }
        int many = dfa.addState();
        dfa.accept(many, names.size());
        for (String prefix : prefixes) {
            int from = java.util.Objects.requireNonNull(states.get(prefix));
            for (String letter : List.of("a", "b", "1")) {
                Integer to = states.get(prefix + letter);
                if (to == null && open && maxLength != 2) {
                    to = from;
                }
                if (to != null) {
                    dfa.addTransition(from, letter.charAt(0), letter.charAt(0), to);
                }
            }
            int name = names.indexOf(prefix);
            if (name >= 0) {
                int end = dfa.addState();
                dfa.accept(end, name);
                dfa.addTransition(from, '"', '"', end);
            } else if (open && !prefix.isEmpty()) {
                dfa.addTransition(from, '"', '"', many);
            }
        }
        return dfa.build();
    }

    /** Tokens of one to five bytes over the alphabet, with or without every single byte, plus an END token. */
    Vocabulary vocabulary(boolean allBytes) {
        List<byte[]> tokens = new ArrayList<>();
        if (allBytes) {
            for (int b = 0; b < 256; b++) {
                tokens.add(new byte[] {(byte) b});
            }
        }
        byte[] bytes = ALPHABET.getBytes(StandardCharsets.UTF_8);
        int count = 60 + random.nextInt(200);
        for (int i = 0; i < count; i++) {
            byte[] token = new byte[1 + random.nextInt(5)];
            for (int j = 0; j < token.length; j++) {
                token[j] = bytes[random.nextInt(bytes.length)];
            }
            tokens.add(token);
        }
        for (String text : List.of(
                "{\"a",
                "\":",
                "a\":",
                "\",\"",
                "},{",
                "],[",
                "a\",",
                "11",
                "aaaa",
                "ab1ab1ab1ab1ab1ab1",
                "aaaaaaaaaaaaaaaaaaaaaa\"",
                "\u00e9\u00e9",
                "a\":1,\"b",
                "a\":1,a\":")) {
            tokens.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return Vocabulary.ofByteStrings(tokens);
    }
}
