package dev.tenon.automaton.regex;

import dev.tenon.automaton.dfa.Lookarounds;
import dev.tenon.automaton.dfa.Lookarounds.LookContent;
import dev.tenon.automaton.dfa.Nfa;
import dev.tenon.automaton.dfa.SymbolDfa;
import dev.tenon.automaton.dfa.WorkBudget;
import dev.tenon.automaton.regex.EcmaPattern.Direction;
import dev.tenon.automaton.regex.EcmaPattern.Look;
import dev.tenon.automaton.regex.Regex.Chars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * From a pattern with lookaround to the automaton of the texts in which it is found: numbers the places where it looks
 * around, those inside first, and builds for each of them, and for the whole, a nondeterministic automaton with guards for
 * {@link Lookarounds}. Anchors and word boundaries are looks at one character (ECMA-262, clause 22.2.2.4):
 *
 * <pre>
 *   ^ = (?&lt;![^])   $ = (?![^])   \b = (?&lt;=\w)(?!\w)|(?&lt;!\w)(?=\w)   \B = (?&lt;=\w)(?=\w)|(?&lt;!\w)(?!\w)
 * </pre>
 *
 * <p>Recursion follows the groups of the pattern, whose nesting its reader bounds.
 */
final class SearchCompiler {
    /** The looks at one character: anything or a word character, behind or ahead. */
    private static final int ONE_CHARACTER_LOOKS = 4;

    private final RegexCompiler compiler;
    private final Lookarounds lookarounds;

    /** lookaround -> its number; by identity. */
    private final IdentityHashMap<Look, Integer> numberOf = new IdentityHashMap<>();

    private final Map<OneCharacter, Integer> oneCharacterLooks = new HashMap<>();

    private record OneCharacter(Chars chars, Direction direction) {}

    /** A lookaround and whether anything that looks behind stands inside. */
    private record Occurrence(Look look, LookContent content) {}

    private SearchCompiler(RegexCompiler compiler, Lookarounds lookarounds) {
        this.compiler = compiler;
        this.lookarounds = lookarounds;
    }

    /** The texts in which the pattern is found, over the symbols of the compiler. */
    static SymbolDfa compile(EcmaPattern pattern, RegexCompiler compiler, WorkBudget budget) {
        List<Occurrence> occurrences = new ArrayList<>();
        collect(pattern, occurrences);
        var lookarounds = new Lookarounds(compiler.symbolCount(), ONE_CHARACTER_LOOKS + occurrences.size(), budget);
        var search = new SearchCompiler(compiler, lookarounds);
        occurrences.forEach(search::add);
        return lookarounds.determinize(search.search(pattern));
    }

    /** Every lookaround after those inside it; returns whether the pattern looks behind anywhere. */
    private static LookContent collect(EcmaPattern pattern, List<Occurrence> occurrences) {
        return switch (pattern) {
            case EcmaPattern.Plain plain -> LookContent.NO_LOOKBEHIND;
            case EcmaPattern.Anchor anchor ->
                anchor == EcmaPattern.Anchor.BEGIN ? LookContent.LOOKBEHIND : LookContent.NO_LOOKBEHIND;
            case EcmaPattern.Boundary boundary -> LookContent.LOOKBEHIND;
            case Look look -> {
                LookContent content = collect(look.body(), occurrences);
                occurrences.add(new Occurrence(look, content));
                yield look.direction() == Direction.BEHIND ? LookContent.LOOKBEHIND : content;
            }
            case EcmaPattern.Then then -> collect(then.items(), occurrences);
            case EcmaPattern.Either either -> collect(either.items(), occurrences);
            case EcmaPattern.Repeated repeated -> collect(repeated.item(), occurrences);
        };
    }

    private static LookContent collect(List<EcmaPattern> items, List<Occurrence> occurrences) {
        LookContent all = LookContent.NO_LOOKBEHIND;
        for (EcmaPattern item : items) {
            if (collect(item, occurrences) == LookContent.LOOKBEHIND) {
                all = LookContent.LOOKBEHIND;
            }
        }
        return all;
    }

    private void add(Occurrence occurrence) {
        EcmaPattern body = occurrence.look().body();
        int number = switch (occurrence.look().direction()) {
            case AHEAD -> lookarounds.addAhead(rest(body), occurrence.content());
            case BEHIND -> lookarounds.addBehind(prefix(body));
        };
        numberOf.put(occurrence.look(), number);
    }

    /** Anything, the pattern, anything. */
    private Nfa search(EcmaPattern pattern) {
        Nfa nfa = lookarounds.newAutomaton();
        int end = endOfAnything(nfa);
        build(nfa, pattern, afterAnything(nfa), end);
        return nfa;
    }

    /** The pattern, then anything. */
    private Nfa rest(EcmaPattern pattern) {
        Nfa nfa = lookarounds.newAutomaton();
        build(nfa, pattern, 0, endOfAnything(nfa));
        return nfa;
    }

    /** Anything, then the pattern. */
    private Nfa prefix(EcmaPattern pattern) {
        Nfa nfa = lookarounds.newAutomaton();
        int end = nfa.addState();
        nfa.accept(end, 0);
        build(nfa, pattern, afterAnything(nfa), end);
        return nfa;
    }

    private int afterAnything(Nfa nfa) {
        nfa.addEdge(0, nfa.addSet(compiler.symbols(Regex.ANY_CHAR)), 0);
        int from = nfa.addState();
        nfa.addEmptyEdge(0, from);
        return from;
    }

    private int endOfAnything(Nfa nfa) {
        int end = nfa.addState();
        nfa.accept(end, 0);
        nfa.addEdge(end, nfa.addSet(compiler.symbols(Regex.ANY_CHAR)), end);
        return end;
    }

    /** Adds paths for what the pattern matches; as {@link RegexCompiler#build} does. */
    private void build(Nfa nfa, EcmaPattern pattern, int from, int to) {
        switch (pattern) {
            case EcmaPattern.Plain plain -> compiler.build(nfa, plain.regex(), from, to);
            case EcmaPattern.Anchor anchor -> {
                var direction = anchor == EcmaPattern.Anchor.BEGIN ? Direction.BEHIND : Direction.AHEAD;
                lookarounds.addNegatedGuard(nfa, from, look(Regex.ANY_CHAR, direction), to);
            }
            case EcmaPattern.Boundary boundary -> buildBoundary(nfa, boundary, from, to);
            case Look look -> {
                int number = numberOf.getOrDefault(look, -1);
                switch (look.polarity()) {
                    case POSITIVE -> lookarounds.addGuard(nfa, from, number, to);
                    case NEGATIVE -> lookarounds.addNegatedGuard(nfa, from, number, to);
                }
            }
            case EcmaPattern.Then then -> {
                int at = from;
                for (int i = 0; i < then.items().size(); i++) {
                    int next = i == then.items().size() - 1 ? to : nfa.addState();
                    build(nfa, then.items().get(i), at, next);
                    at = next;
                }
            }
            case EcmaPattern.Either either -> either.items().forEach(item -> build(nfa, item, from, to));
            case EcmaPattern.Repeated repeated ->
                RegexCompiler.repeat(
                        nfa,
                        repeated.min(),
                        repeated.max(),
                        from,
                        to,
                        (start, end) -> build(nfa, repeated.item(), start, end));
        }
    }

    private void buildBoundary(Nfa nfa, EcmaPattern.Boundary boundary, int from, int to) {
        int behind = look(CodePoints.WORD, Direction.BEHIND);
        int ahead = look(CodePoints.WORD, Direction.AHEAD);
        int afterWord = nfa.addState();
        int afterOther = nfa.addState();
        lookarounds.addGuard(nfa, from, behind, afterWord);
        lookarounds.addNegatedGuard(nfa, from, behind, afterOther);
        switch (boundary) {
            case WORD -> {
                lookarounds.addNegatedGuard(nfa, afterWord, ahead, to);
                lookarounds.addGuard(nfa, afterOther, ahead, to);
            }
            case NO_WORD -> {
                lookarounds.addGuard(nfa, afterWord, ahead, to);
                lookarounds.addNegatedGuard(nfa, afterOther, ahead, to);
            }
        }
    }

    /** The number of a look at one character, added when it is first needed. */
    private int look(Chars chars, Direction direction) {
        var key = new OneCharacter(chars, direction);
        Integer known = oneCharacterLooks.get(key);
        if (known != null) {
            return known;
        }
        var body = new EcmaPattern.Plain(chars);
        int number = switch (direction) {
            case AHEAD -> lookarounds.addAhead(rest(body), LookContent.NO_LOOKBEHIND);
            case BEHIND -> lookarounds.addBehind(prefix(body));
        };
        oneCharacterLooks.put(key, number);
        return number;
    }
}
