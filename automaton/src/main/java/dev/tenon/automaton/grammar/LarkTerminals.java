package dev.tenon.automaton.grammar;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.regex.Regex;
import dev.tenon.automaton.regex.RegexCompiler;
import dev.tenon.automaton.regex.RegexException;
import dev.tenon.automaton.regex.RustRegexParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** The terminals of a grammar in Lark, each a regular language; not recursive. */
final class LarkTerminals {
    /** Terminals that are made of each other, one within the other. */
    private static final int MOST_DEPTH = 200;

    private final CompileLimits limits;
    private final Map<String, Lark.TerminalContext> definitions = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, Regex> regexes = new LinkedHashMap<>();
    private final Set<String> used = new LinkedHashSet<>();
    private final Deque<String> open = new ArrayDeque<>();

    LarkTerminals(CompileLimits limits) {
        this.limits = limits;
    }

    void define(Lark.TerminalContext terminal) {
        Token name = terminal.TERMINAL().getSymbol();
        declare(name.getText(), Place.of(name));
        definitions.put(name.getText(), terminal);
    }

    /** A terminal of {@code %import common}. */
    void importCommon(Token common, String name) {
        String regex = LarkCommon.find(common.getText())
                .orElseThrow(() -> new GrammarSyntaxException(
                        Place.of(common),
                        "common has no " + common.getText() + "; it has " + String.join(", ", LarkCommon.names())));
        declare(name, Place.of(common));
        regexes.put(name, RustRegexParser.parse(regex, "", limits));
    }

    private void declare(String name, Place place) {
        Place known = places.putIfAbsent(name, place);
        if (known != null) {
            throw new GrammarSyntaxException(
                    place, "terminal " + name + " is defined twice, first in line " + known.line());
        }
    }

    /** Warnings about terminals that nothing has asked for. */
    List<GrammarWarning> unused() {
        List<GrammarWarning> warnings = new ArrayList<>();
        places.forEach((name, place) -> {
            if (!used.contains(name)) {
                warnings.add(new GrammarWarning(place, "terminal " + name + " is not used"));
            }
        });
        return warnings;
    }

    /** A terminal by its name. Recursion follows terminals within terminals. */
    Regex named(Token name) {
        String text = name.getText();
        used.add(text);
        Regex known = regexes.get(text);
        if (known != null) {
            return known;
        }
        Lark.TerminalContext definition = definitions.get(text);
        if (definition == null) {
            String hint = LarkCommon.find(text).isPresent() ? "%import common." + text : text + ": ...";
            throw new GrammarSyntaxException(
                    Place.of(name), "there is no terminal " + SyntaxErrors.shown(name) + "; define it with " + hint);
        }
        if (open.contains(text)) {
            throw new GrammarSyntaxException(
                    Place.of(name),
                    "terminal " + text + " comes back to itself, and terminals are regular; make it a rule, in lower"
                            + " case");
        }
        if (open.size() >= MOST_DEPTH) {
            throw new GrammarSyntaxException(
                    Place.of(name), "more than " + MOST_DEPTH + " terminals are made of each other");
        }
        open.push(text);
        Regex regex = read(definition.expansions());
        open.pop();
        regexes.put(text, regex);
        return regex;
    }

    /** What a terminal, {@code %ignore} or a lazy rule is. */
    Regex read(Lark.ExpansionsContext expansions) {
        List<Regex> alternatives = new ArrayList<>();
        for (Lark.AlternativeContext alternative : expansions.alternative()) {
            if (alternative.ARROW() != null) {
                throw new GrammarSyntaxException(
                        Place.of(alternative.ARROW().getSymbol()), "an alias belongs to a rule, not to a terminal");
            }
            alternatives.add(read(alternative.conjunction()));
        }
        return alternatives.size() == 1 ? alternatives.get(0) : new Regex.Alternate(alternatives);
    }

    /** Refuses what matches no text at all, which only intersections and complements can come to. */
    private Regex read(Lark.ConjunctionContext conjunction) {
        List<Regex> all = new ArrayList<>();
        conjunction.expansion().forEach(expansion -> all.add(read(expansion)));
        Regex regex = all.size() == 1 ? all.get(0) : new Regex.Intersect(all);
        if (all.size() > 1) {
            requireText(regex, conjunction.getStart());
        }
        return regex;
    }

    private void requireText(Regex regex, Token token) {
        if (RegexCompiler.compile(regex, limits).isEmpty()) {
            throw new GrammarSyntaxException(Place.of(token), "no text matches this");
        }
    }

    private Regex read(Lark.ExpansionContext expansion) {
        List<Regex> items = new ArrayList<>();
        expansion.item().forEach(item -> items.add(read(item)));
        return items.size() == 1 ? items.get(0) : new Regex.Concat(items);
    }

    /** {@code ~} before something binds closer than what repeats it. */
    private Regex read(Lark.ItemContext item) {
        Regex regex = read(item.atom());
        if (!item.TILDE().isEmpty()) {
            if (item.TILDE().size() % 2 == 1) {
                regex = new Regex.Complement(regex);
            }
            requireText(regex, item.getStart());
        }
        for (Lark.RepetitionContext repetition : item.repetition()) {
            LarkCount count = LarkCount.of(repetition);
            regex = new Regex.Repeat(regex, count.min(), count.max());
        }
        return regex;
    }

    Regex read(Lark.AtomContext atom) {
        Token token = atom.getStart();
        return switch (token.getType()) {
            case LarkLexer.OPEN -> read(atom.expansions());
            case LarkLexer.BRACKET_OPEN -> new Regex.Repeat(read(atom.expansions()), 0, 1);
            case LarkLexer.STRING -> atom.STRING().size() == 2 ? range(atom) : string(token);
            case LarkLexer.REGEXP -> regexp(token);
            case LarkLexer.TERMINAL -> named(token);
            case LarkLexer.RULE ->
                throw new GrammarSyntaxException(
                        Place.of(token),
                        "rule " + token.getText() + " cannot stand in a terminal; make it one, in upper case");
            case LarkLexer.SPECIAL ->
                throw new GrammarSyntaxException(
                        Place.of(token),
                        token.getText() + " is no text and cannot stand in a terminal, only in a rule");
            default ->
                throw new GrammarSyntaxException(Place.of(token), "%json cannot stand in a terminal, only in a rule");
        };
    }

    /** A string, a regex or the name of a terminal. */
    Regex single(Token token) {
        return switch (token.getType()) {
            case LarkLexer.STRING -> string(token);
            case LarkLexer.REGEXP -> regexp(token);
            default -> named(token);
        };
    }

    private Regex string(Token token) {
        String text = token.getText();
        String literal = LarkString.read(text, Place.of(token));
        return text.endsWith("i") ? RustRegexParser.literalIgnoringCase(literal) : Regex.literal(literal);
    }

    private static Regex range(Lark.AtomContext atom) {
        int[] ends = new int[2];
        for (int i = 0; i < 2; i++) {
            TerminalNode node = atom.STRING(i);
            Place place = Place.of(node.getSymbol());
            String text = LarkString.read(node.getText(), place);
            if (node.getText().endsWith("i") || text.codePointCount(0, text.length()) != 1) {
                throw new GrammarSyntaxException(place, "expected one character at each end of a range");
            }
            ends[i] = text.codePointAt(0);
        }
        if (ends[0] > ends[1]) {
            throw new GrammarSyntaxException(
                    Place.of(atom.getStart()), "expected the smaller character first in a range");
        }
        return Regex.chars(List.of(new Regex.Range(ends[0], ends[1])));
    }

    private Regex regexp(Token token) {
        String text = token.getText();
        int end = text.lastIndexOf('/');
        try {
            return RustRegexParser.parse(text.substring(1, end), text.substring(end + 1), limits);
        } catch (RegexException e) {
            throw new GrammarSyntaxException(
                    Place.of(token).plus(text.codePointCount(0, Math.min(text.length(), 1 + e.position()))),
                    e.reason());
        } catch (GrammarTooComplexException e) {
            throw new GrammarSyntaxException(Place.of(token), String.valueOf(e.getMessage()));
        }
    }
}
