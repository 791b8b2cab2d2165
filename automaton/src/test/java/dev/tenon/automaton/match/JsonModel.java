package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Distinctness;
import dev.tenon.automaton.grammar.Expr.ElementState;
import dev.tenon.automaton.grammar.Expr.ElementStep;
import dev.tenon.automaton.grammar.Expr.Ending;
import dev.tenon.automaton.grammar.Expr.Lexeme;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A small language of JSON texts, drawn at random, said twice: as an expression, and as the list of all its texts, or a
 * text drawn from it, by the definition of distinct elements.
 */
sealed interface JsonModel {
    int MOST_TEXTS = 600;

    /** Thrown where there are too many texts to list. */
    final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Expr expr();

    /** All texts; the language must be finite. */
    default Set<String> texts() {
        return texts(new Budget());
    }

    Set<String> texts(Budget budget);

    /** What is left of the looks at the parts of a model. */
    final class Budget {
        private int left = 10_000;

        void spend() {
            if (left-- == 0) {
                throw new TooMany();
            }
        }
    }

    static Expr literal(String text) {
        return new Lexeme(ByteDfa.literal(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A comma with or without a space after it. */
    List<String> COMMAS = List.of(",", ", ");

    static Expr comma() {
        return new Lexeme(DfaAlgebra.ofStrings(COMMAS));
    }

    static Set<String> checked(Set<String> texts) {
        if (texts.size() > MOST_TEXTS) {
            throw new TooMany();
        }
        return texts;
    }

    /** Scalars, each with one spelling, as one lexeme or as alternatives. */
    record Words(List<String> words, boolean isOneLexeme) implements JsonModel {
        @Override
        public Expr expr() {
            return isOneLexeme
                    ? new Lexeme(DfaAlgebra.ofStrings(words))
                    : new Expr.Choice(words.stream().map(JsonModel::literal).toList());
        }

        @Override
        public Set<String> texts(Budget budget) {
            return new TreeSet<>(words);
        }
    }

    /** An object with the keys a, b and so on. */
    record Keyed(List<JsonModel> values, List<Occurrence> occurrences, MemberOrder order) implements JsonModel {
        @Override
        public Expr expr() {
            ByteDfa.Builder keys = ByteDfa.builder();
            int start = keys.addState();
            int open = keys.addState();
            keys.addTransition(start, '"', '"', open);
            List<Member> members = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                int letter = keys.addState();
                int end = keys.addState();
                keys.addTransition(open, 'a' + i, 'a' + i, letter).addTransition(letter, '"', '"', end);
                keys.accept(end, i);
                members.add(new Member(
                        new Expr.Sequence(List.of(literal(":"), values.get(i).expr())), occurrences.get(i)));
            }
            return new Expr.Sequence(List.of(
                    literal("{"),
                    new Expr.Interleave(keys.build(), members, literal(","), order, 0, Expr.UNBOUNDED),
                    literal("}")));
        }

        @Override
        public Set<String> texts(Budget budget) {
            Set<String> texts = new TreeSet<>();
            addTexts(0, "", texts, budget);
            return checked(texts);
        }

        private void addTexts(int seen, String inside, Set<String> texts, Budget budget) {
            budget.spend();
            boolean complete = true;
            for (int i = 0; i < values.size(); i++) {
                complete &= occurrences.get(i) == Occurrence.OPTIONAL || (seen & (1 << i)) != 0;
            }
            if (complete) {
                texts.add("{" + inside + "}");
            }
            for (int i = 0; i < values.size(); i++) {
                if ((seen >> i) == 0 || (order == MemberOrder.FREE && (seen & (1 << i)) == 0)) {
                    for (String value : values.get(i).texts(budget)) {
                        String member = "\"" + (char) ('a' + i) + "\":" + value;
                        addTexts(seen | (1 << i), inside.isEmpty() ? member : inside + "," + member, texts, budget);
                    }
                }
            }
            checked(texts);
        }
    }

    /** An array by an automaton. */
    record Listed(List<Node> states, Distinctness distinctness) implements JsonModel {
        record Node(Ending ending, List<Step> steps) {}

        record Step(JsonModel element, int target) {}

        @Override
        public Expr expr() {
            List<ElementState> made = new ArrayList<>();
            for (Node state : states) {
                made.add(new ElementState(
                        state.ending,
                        state.steps.stream()
                                .map(step -> new ElementStep(step.element.expr(), step.target))
                                .toList()));
            }
            return new Expr.Sequence(
                    List.of(literal("["), new Expr.Elements(made, comma(), distinctness), literal("]")));
        }

        @Override
        public Set<String> texts(Budget budget) {
            Set<String> texts = new TreeSet<>();
            addTexts(0, "", List.of(), texts, budget);
            return checked(texts);
        }

        private void addTexts(int state, String inside, List<Object> values, Set<String> texts, Budget budget) {
            budget.spend();
            if (states.get(state).ending == Ending.MAY_END) {
                texts.add("[" + inside + "]");
            }
            checked(texts);
            for (Step step : states.get(state).steps) {
                for (String element : step.element.texts(budget)) {
                    budget.spend();
                    List<Object> longer = new ArrayList<>(values);
                    longer.add(JsonTexts.parse(element));
                    if (distinctness == Distinctness.JSON_VALUES && !JsonTexts.areDistinct(longer)) {
                        continue;
                    }
                    if (values.isEmpty()) {
                        addTexts(step.target, element, longer, texts, budget);
                    } else {
                        for (String comma : COMMAS) {
                            addTexts(step.target, inside + comma + element, longer, texts, budget);
                        }
                    }
                }
            }
        }
    }

    /** Draws finite languages. */
    static JsonModel draw(Random random, int depth) {
        int kind = random.nextInt(depth <= 0 ? 2 : 6);
        return switch (kind) {
            case 0, 1 -> words(random);
            case 2 -> {
                int count = 1 + random.nextInt(2);
                List<JsonModel> values = new ArrayList<>();
                List<Occurrence> occurrences = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    values.add(draw(random, depth - 2));
                    occurrences.add(random.nextBoolean() ? Occurrence.REQUIRED : Occurrence.OPTIONAL);
                }
                yield new Keyed(values, occurrences, random.nextBoolean() ? MemberOrder.LISTED : MemberOrder.FREE);
            }
            default -> array(random, depth);
        };
    }

    static Listed array(Random random, int depth) {
        Distinctness distinctness = random.nextInt(4) == 0 ? Distinctness.NONE : Distinctness.JSON_VALUES;
        int count = 1 + random.nextInt(4);
        List<Listed.Node> states = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Listed.Step> steps = new ArrayList<>();
            for (int j = random.nextInt(3); j >= 0; j--) {
                // An array whose elements may be equal must not go round, or its texts could not be listed.
                int target = distinctness == Distinctness.NONE ? i + 1 + random.nextInt(2) : random.nextInt(count);
                if (target < count) {
                    steps.add(new Listed.Step(draw(random, depth - 1), target));
                }
            }
            states.add(new Listed.Node(random.nextInt(3) == 0 ? Ending.MAY_END : Ending.GOES_ON, steps));
        }
        return new Listed(states, distinctness);
    }

    private static Words words(Random random) {
        List<String> pool = List.of("true", "false", "1", "12", "\"a\"", "\"ab\"", "\"\"", "[]", "{}", "null");
        Set<String> words = new TreeSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            words.add(pool.get(random.nextInt(pool.size())));
        }
        return new Words(List.copyOf(words), random.nextBoolean());
    }
}
