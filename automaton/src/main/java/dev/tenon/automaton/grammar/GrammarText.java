package dev.tenon.automaton.grammar;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr.Capture;
import dev.tenon.automaton.grammar.Expr.Choice;
import dev.tenon.automaton.grammar.Expr.Demand;
import dev.tenon.automaton.grammar.Expr.Distinctness;
import dev.tenon.automaton.grammar.Expr.ElementState;
import dev.tenon.automaton.grammar.Expr.ElementStep;
import dev.tenon.automaton.grammar.Expr.Elements;
import dev.tenon.automaton.grammar.Expr.Empty;
import dev.tenon.automaton.grammar.Expr.Ending;
import dev.tenon.automaton.grammar.Expr.Interleave;
import dev.tenon.automaton.grammar.Expr.Lexeme;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberValue;
import dev.tenon.automaton.grammar.Expr.Repetition;
import dev.tenon.automaton.grammar.Expr.RuleRef;
import dev.tenon.automaton.grammar.Expr.Sequence;
import dev.tenon.automaton.grammar.Expr.SpecialToken;
import dev.tenon.automaton.grammar.Expr.Stepped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Prints a grammar for a person: one line a rule, lexemes of a single short word in quotes, other lexemes named
 * {@code L0}, {@code L1} with their number of states.
 */
public final class GrammarText {
    private static final int LITERAL_LIMIT = 80;

    private final Grammar grammar;
    private final StringBuilder text = new StringBuilder();
    private final Map<ByteDfa, String> names = new LinkedHashMap<>();

    private GrammarText(Grammar grammar) {
        this.grammar = grammar;
    }

    /** The whole grammar, root first. O(its size). */
    public static String print(Grammar grammar) {
        GrammarText printer = new GrammarText(grammar);
        printer.line("root", grammar.root());
        for (int i = 0; i < grammar.rules().size(); i++) {
            printer.line(ruleName(grammar, i), grammar.rules().get(i).body());
        }
        for (Map.Entry<ByteDfa, String> lexeme : printer.names.entrySet()) {
            printer.text
                    .append(lexeme.getValue())
                    .append(" ::= ")
                    .append(lexeme.getKey().stateCount())
                    .append(" states, ")
                    .append(lexeme.getKey().classCount())
                    .append(" byte classes\n");
        }
        return printer.text.toString();
    }

    private static String ruleName(Grammar grammar, int ruleId) {
        return grammar.rules().get(ruleId).name() + "#" + ruleId;
    }

    /** The stack holds what is still to print: expressions and the strings between them. */
    private void line(String name, Expr body) {
        text.append(name).append(" ::= ");
        Deque<Object> stack = new ArrayDeque<>();
        stack.push(body);
        while (!stack.isEmpty()) {
            Object next = stack.pop();
            if (next instanceof Expr expr) {
                List<Object> parts = parts(expr);
                for (int i = parts.size() - 1; i >= 0; i--) {
                    stack.push(parts.get(i));
                }
            } else {
                text.append(next);
            }
        }
        text.append('\n');
    }

    private List<Object> parts(Expr expr) {
        return switch (expr) {
            case Empty empty -> List.of("\"\"");
            case Lexeme lexeme -> List.of(lexeme(lexeme));
            case Stepped stepped -> List.of("<" + stepped.machine() + ">");
            case RuleRef ref -> List.of(ruleName(grammar, ref.ruleId()));
            case SpecialToken token -> List.of("<token " + token.tokenIds() + ">");
            case Sequence sequence -> joined(sequence.items(), "(", " ", ")");
            case Choice choice -> joined(choice.alternatives(), "(", " | ", ")");
            case Capture capture -> List.of(capture.label() + ":(", capture.body(), ")");
            case Repetition repetition ->
                List.of(
                        "(",
                        repetition.item(),
                        " % ",
                        repetition.separator(),
                        ")" + bounds(repetition.min(), repetition.max()));
            case Elements elements -> elements(elements);
            case Interleave interleave -> interleave(interleave);
        };
    }

    private static List<Object> elements(Elements elements) {
        List<Object> parts = new ArrayList<>();
        parts.add((elements.distinctness() == Distinctness.NONE ? "" : "distinct ") + "elements[separated by ");
        parts.add(elements.separator());
        parts.add("](");
        for (int i = 0; i < elements.states().size(); i++) {
            ElementState state = elements.states().get(i);
            parts.add((i == 0 ? "" : " ; ") + i + (state.ending() == Ending.MAY_END ? "*" : ""));
            for (ElementStep step : state.steps()) {
                parts.add(" ");
                parts.add(step.element());
                parts.add(" -> " + step.target());
            }
        }
        parts.add(")");
        return parts;
    }

    private List<Object> interleave(Interleave interleave) {
        List<Object> parts = new ArrayList<>();
        parts.add("members[" + interleave.order() + " " + bounds(interleave.minCount(), interleave.maxCount())
                + " keys " + name(interleave.keys()) + " separated by ");
        parts.add(interleave.separator());
        parts.add("](");
        for (int i = 0; i < interleave.members().size(); i++) {
            Member member = interleave.members().get(i);
            parts.add((i == 0 ? "" : " ; ") + member.occurrence() + " ");
            for (int j = 0; j < member.values().size(); j++) {
                MemberValue value = member.values().get(j);
                parts.add(j == 0 ? "" : " | ");
                parts.add(value.afterKey());
                parts.add(value.meets().isEmpty() ? "" : " meets " + new TreeSet<>(value.meets()));
            }
        }
        parts.add(")");
        for (Demand demand : interleave.demands()) {
            parts.add(demand(demand));
        }
        return parts;
    }

    private static String demand(Demand demand) {
        List<String> ways = new ArrayList<>();
        ways.add("value");
        if (!demand.absent().isEmpty()) {
            ways.add("without any of " + new TreeSet<>(demand.absent()));
        }
        if (demand.below() > 0) {
            ways.add("below " + demand.below());
        }
        if (demand.above() != Expr.UNBOUNDED) {
            ways.add("above " + demand.above());
        }
        return " demands(" + String.join(" | ", ways) + ")";
    }

    private static List<Object> joined(List<Expr> items, String open, String between, String close) {
        List<Object> parts = new ArrayList<>();
        parts.add(open);
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                parts.add(between);
            }
            parts.add(items.get(i));
        }
        parts.add(close);
        return parts;
    }

    private static boolean goesOn(ByteDfa dfa, int state) {
        for (int b = 0; b < 256; b++) {
            if (dfa.step(state, b) != ByteDfa.DEAD) {
                return true;
            }
        }
        return false;
    }

    private static String bounds(int min, int max) {
        return "{" + min + "," + (max == Expr.UNBOUNDED ? "" : max) + "}";
    }

    private String lexeme(Lexeme lexeme) {
        String literal = literal(lexeme.dfa());
        String shown = literal != null ? literal : name(lexeme.dfa());
        return lexeme.isCounted() ? shown + bounds(lexeme.minUnits(), lexeme.maxUnits()) : shown;
    }

    private String name(ByteDfa dfa) {
        return names.computeIfAbsent(dfa, key -> "L" + names.size());
    }

    /** The only word of the language in quotes, or null when there are several or it is long. */
    private static @org.jspecify.annotations.Nullable String literal(ByteDfa dfa) {
        if (dfa.stateCount() > LITERAL_LIMIT || dfa.isEmpty()) {
            return null;
        }
        byte[] word = new byte[dfa.stateCount() - 1];
        int state = 0;
        for (int i = 0; i < word.length; i++) {
            int only = -1;
            for (int b = 0; b < 256; b++) {
                if (dfa.step(state, b) != ByteDfa.DEAD) {
                    if (only >= 0) {
                        return null;
                    }
                    only = b;
                }
            }
            if (only < 0 || dfa.isAccepting(state)) {
                return null;
            }
            word[i] = (byte) only;
            state = dfa.step(state, only);
        }
        if (!dfa.isAccepting(state) || goesOn(dfa, state)) {
            return null;
        }
        return "\""
                + new String(word, StandardCharsets.UTF_8)
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                + "\"";
    }
}
