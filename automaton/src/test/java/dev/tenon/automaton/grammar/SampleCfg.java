package dev.tenon.automaton.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A small random grammar, which can be written in GBNF and in Lark. Its rules may be of any form. */
final class SampleCfg {
    /** A right side. */
    sealed interface Node {}

    /** A text of letters. */
    record Letters(String text) implements Node {}

    /** One of two letters. */
    record Either(char first, char second) implements Node {}

    record Rule(int id) implements Node {}

    record Then(List<Node> items) implements Node {}

    record Or(List<Node> alternatives) implements Node {}

    /** From so many times to so many; -1 for no end. */
    record Repeated(Node item, int min, int max) implements Node {}

    private static final String LETTERS = "abc";

    private final Random random;
    private final int ruleCount;
    private final List<Node> rules = new ArrayList<>();

    SampleCfg(long seed) {
        this.random = new Random(seed);
        this.ruleCount = 1 + random.nextInt(4);
        for (int i = 0; i < ruleCount; i++) {
            rules.add(or(2));
        }
    }

    /** The bodies; the first is the root. */
    List<Node> rules() {
        return rules;
    }

    private Node or(int depth) {
        List<Node> alternatives = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            List<Node> items = new ArrayList<>();
            int length = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(3);
            for (int j = 0; j < length; j++) {
                items.add(item(depth));
            }
            alternatives.add(new Then(items));
        }
        return new Or(alternatives);
    }

    private Node item(int depth) {
        Node atom = atom(depth);
        return switch (random.nextInt(10)) {
            case 0 -> new Repeated(atom, 0, -1);
            case 1 -> new Repeated(atom, 1, -1);
            case 2 -> new Repeated(atom, 0, 1);
            case 3 -> {
                int min = random.nextInt(3);
                yield new Repeated(atom, min, random.nextInt(4) == 0 ? -1 : min + random.nextInt(3));
            }
            default -> atom;
        };
    }

    private Node atom(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 7)) {
            case 0, 1 -> new Letters(letter());
            case 2 -> new Letters(letter() + letter());
            case 3 -> new Either('a', LETTERS.charAt(1 + random.nextInt(2)));
            case 4, 5, 6 -> new Rule(random.nextInt(ruleCount));
            default -> or(depth - 1);
        };
    }

    private String letter() {
        return String.valueOf(LETTERS.charAt(random.nextInt(3)));
    }

    String gbnf() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rules.size(); i++) {
            text.append(i == 0 ? "root" : "r" + i).append(" ::= ");
            write(rules.get(i), text, true);
            text.append('\n');
        }
        return text.toString();
    }

    /** With spaces ignored if asked for. */
    String lark(boolean ignoring) {
        StringBuilder text = new StringBuilder(ignoring ? "%ignore \" \"\n" : "");
        for (int i = 0; i < rules.size(); i++) {
            text.append(i == 0 ? "start" : "r" + i).append(": ");
            write(rules.get(i), text, false);
            text.append('\n');
        }
        return text.toString();
    }

    private void write(Node node, StringBuilder text, boolean gbnf) {
        switch (node) {
            case Letters letters -> text.append('"').append(letters.text()).append('"');
            case Either either ->
                text.append(gbnf ? "[" : "/[")
                        .append(either.first())
                        .append(either.second())
                        .append(gbnf ? "]" : "]/");
            case Rule rule -> text.append(rule.id() == 0 ? (gbnf ? "root" : "start") : "r" + rule.id());
            case Then then -> {
                for (int i = 0; i < then.items().size(); i++) {
                    boolean group = then.items().get(i) instanceof Or;
                    text.append(i > 0 ? " " : "").append(group ? "(" : "");
                    write(then.items().get(i), text, gbnf);
                    text.append(group ? ")" : "");
                }
            }
            case Or or -> {
                for (int i = 0; i < or.alternatives().size(); i++) {
                    text.append(i > 0 ? " | " : "");
                    write(or.alternatives().get(i), text, gbnf);
                }
            }
            case Repeated repeated -> {
                boolean group = repeated.item() instanceof Or;
                text.append(group ? "(" : "");
                write(repeated.item(), text, gbnf);
                text.append(group ? ")" : "").append(count(repeated));
            }
        }
    }

    private static String count(Repeated repeated) {
        if (repeated.max() < 0) {
            return repeated.min() == 0 ? "*" : repeated.min() == 1 ? "+" : "{" + repeated.min() + ",}";
        }
        return repeated.min() == 0 && repeated.max() == 1 ? "?" : "{" + repeated.min() + "," + repeated.max() + "}";
    }
}
