package dev.tenon.automaton.regex;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Turns a pattern with anchors, searched for anywhere, into the regex of the whole strings in which it is found.
 *
 * <p><b>Idea.</b> What {@code ^} and {@code $} mean depends on two bits of context: whether anything was read before,
 * and whether anything will be read after. For a pattern x let {@code x[s,t]} be the strings that it can match where s
 * says "nothing before" and t "nothing after". Then
 *
 * <pre>
 *   ^[1,t] = {""}   ^[0,t] = {}      $[s,1] = {""}   $[s,0] = {}
 *   search(x) = x[1,1] | Any x[0,1] | x[1,0] Any | Any x[0,0] Any
 * </pre>
 *
 * <p>Anchors are never negated, so {@code x[0,t]} is a subset of {@code x[1,t]}, and likewise on the right: a lower
 * context is always sound, and "Any" need not be "Any but empty". In a sequence xy the context of x depends on whether y
 * reads anything, and the other way round, which splits it into at most four cases:
 *
 * <pre>
 *   xy[s,t] = ""      if "" is in x[s,t] and in y[s,t]
 *           | y[s,t]  if "" is in x[s,0]
 *           | x[s,t]  if "" is in y[0,t]
 *           | x[s,0] y[0,t]
 * </pre>
 *
 * and only where y has a {@code ^} with s = 1, or x a {@code $} with t = 1; everywhere else it stays one sequence. A
 * repetition is one item in [s,t], or a first in [s,0], some in [0,0], and a last in [0,t]; if an item can match nothing
 * at either end, it can do so as often as {@code min} asks.
 *
 * <p>Results are kept by node and context, and parts that do not depend on the context are shared. Recursion follows the
 * pattern, whose depth is bounded by its reader; {@link RegexMeasure} bounds what comes out.
 */
final class AnchorResolver {
    private static final Regex NEVER = new Regex.Never();

    /** A pattern and what was found out about it: which anchors it has, and its resolutions, indexed by context. */
    private static final class Facts {
        boolean hasBegin;
        boolean hasEnd;
        final Regex[] strings = new Regex[] {NEVER, NEVER, NEVER, NEVER};
        int resolved;
        int emptyKnown;
        int empty;
    }

    /** A sequence as two, so that its length is no depth. */
    private record Halves(EcmaPattern first, EcmaPattern second) {
        static Halves of(EcmaPattern.Then then) {
            int half = then.items().size() / 2;
            return new Halves(
                    sequence(then.items().subList(0, half)),
                    sequence(then.items().subList(half, then.items().size())));
        }

        private static EcmaPattern sequence(List<EcmaPattern> items) {
            return items.size() == 1 ? items.get(0) : new EcmaPattern.Then(items);
        }
    }

    private static final int BEGIN = 2;
    private static final int END = 1;
    private static final int WHOLE = BEGIN | END;
    private static final int MIDDLE = 0;

    private final IdentityHashMap<EcmaPattern, Facts> facts = new IdentityHashMap<>();
    private final IdentityHashMap<EcmaPattern.Then, Halves> halves = new IdentityHashMap<>();
    private final IdentityHashMap<Regex, Boolean> nullable = new IdentityHashMap<>();

    private AnchorResolver() {}

    /**
     * The regex of the strings in which the pattern is found.
     *
     * @throws GrammarTooComplexException when it is beyond the limits
     */
    static Regex search(EcmaPattern pattern, CompileLimits limits) {
        Regex result = new AnchorResolver().search(pattern);
        RegexMeasure.check(result, limits);
        return result;
    }

    private Regex search(EcmaPattern pattern) {
        Regex whole = strings(pattern, WHOLE);
        Regex atEnd = strings(pattern, END);
        Regex atBegin = strings(pattern, BEGIN);
        Regex anywhere = strings(pattern, MIDDLE);
        List<Regex> cases = new ArrayList<>();
        if (!isSame(whole, atEnd) && !isSame(whole, atBegin)) {
            cases.add(whole);
        }
        if (!isSame(atEnd, anywhere)) {
            cases.add(concat(List.of(Regex.ANY_TEXT, atEnd)));
        }
        if (!isSame(atBegin, anywhere)) {
            cases.add(concat(List.of(atBegin, Regex.ANY_TEXT)));
        }
        cases.add(concat(List.of(Regex.ANY_TEXT, anywhere, Regex.ANY_TEXT)));
        return alternate(cases);
    }

    /** One object: contexts that a pattern cannot tell apart share their result, and comparing trees would cost more. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Regex a, Regex b) {
        return a == b;
    }

    private static boolean isEmptyText(Regex regex) {
        return regex instanceof Regex.Concat(List<Regex> items) && items.isEmpty();
    }

    private Facts factsOf(EcmaPattern pattern) {
        Facts known = facts.get(pattern);
        if (known != null) {
            return known;
        }
        var created = new Facts();
        switch (pattern) {
            case EcmaPattern.Plain plain -> {}
            case EcmaPattern.Anchor anchor -> {
                created.hasBegin = anchor == EcmaPattern.Anchor.BEGIN;
                created.hasEnd = anchor == EcmaPattern.Anchor.END;
            }
            case EcmaPattern.Then then -> {
                inherit(created, halves(then).first());
                inherit(created, halves(then).second());
            }
            case EcmaPattern.Boundary boundary -> throw notAnAnchor();
            case EcmaPattern.Look look -> throw notAnAnchor();
            case EcmaPattern.Either either -> either.items().forEach(item -> inherit(created, item));
            case EcmaPattern.Repeated repeated -> inherit(created, repeated.item());
        }
        facts.put(pattern, created);
        return created;
    }

    private Halves halves(EcmaPattern.Then then) {
        return halves.computeIfAbsent(then, Halves::of);
    }

    private static AssertionError notAnAnchor() {
        return new AssertionError("a pattern that looks around is no affair of anchors");
    }

    private void inherit(Facts of, EcmaPattern part) {
        Facts facts = factsOf(part);
        of.hasBegin |= facts.hasBegin;
        of.hasEnd |= facts.hasEnd;
    }

    /** The context without what the pattern has no anchor to see. */
    private static int visible(Facts facts, int context) {
        return context & ((facts.hasBegin ? BEGIN : 0) | (facts.hasEnd ? END : 0));
    }

    /** Whether the pattern can match the empty string where the context holds. */
    private boolean matchesEmpty(EcmaPattern pattern, int context) {
        Facts facts = factsOf(pattern);
        int seen = visible(facts, context);
        int bit = 1 << seen;
        if ((facts.emptyKnown & bit) == 0) {
            facts.emptyKnown |= bit;
            boolean empty = switch (pattern) {
                case EcmaPattern.Plain plain -> isNullable(plain.regex());
                case EcmaPattern.Anchor anchor -> seen != MIDDLE;
                case EcmaPattern.Then then ->
                    matchesEmpty(halves(then).first(), seen)
                            && matchesEmpty(halves(then).second(), seen);
                case EcmaPattern.Boundary boundary -> throw notAnAnchor();
                case EcmaPattern.Look look -> throw notAnAnchor();
                case EcmaPattern.Either either -> either.items().stream().anyMatch(item -> matchesEmpty(item, seen));
                case EcmaPattern.Repeated repeated -> repeated.min() == 0 || matchesEmpty(repeated.item(), seen);
            };
            facts.empty |= empty ? bit : 0;
        }
        return (facts.empty & bit) != 0;
    }

    private boolean isNullable(Regex regex) {
        Boolean known = nullable.get(regex);
        if (known != null) {
            return known;
        }
        boolean result = switch (regex) {
            case Regex.Never never -> false;
            case Regex.Chars chars -> false;
            case Regex.Concat concat -> concat.items().stream().allMatch(this::isNullable);
            case Regex.Alternate alternate -> alternate.items().stream().anyMatch(this::isNullable);
            case Regex.Intersect intersect -> intersect.items().stream().allMatch(this::isNullable);
            case Regex.Complement complement -> !isNullable(complement.item());
            case Regex.Repeat repeat -> repeat.min() == 0 || isNullable(repeat.item());
            case Regex.Search search -> throw notAnAnchor();
        };
        nullable.put(regex, result);
        return result;
    }

    /** The strings that the pattern matches where the context holds. */
    private Regex strings(EcmaPattern pattern, int context) {
        Facts facts = factsOf(pattern);
        int seen = visible(facts, context);
        if ((facts.resolved & (1 << seen)) == 0) {
            facts.strings[seen] = switch (pattern) {
                case EcmaPattern.Plain plain -> plain.regex();
                case EcmaPattern.Anchor anchor -> seen == MIDDLE ? NEVER : Regex.EMPTY;
                case EcmaPattern.Then then -> sequence(halves(then), seen);
                case EcmaPattern.Boundary boundary -> throw notAnAnchor();
                case EcmaPattern.Look look -> throw notAnAnchor();
                case EcmaPattern.Either either ->
                    alternate(either.items().stream()
                            .map(item -> strings(item, seen))
                            .toList());
                case EcmaPattern.Repeated repeated -> repetition(repeated, seen);
            };
            facts.resolved |= 1 << seen;
        }
        return facts.strings[seen];
    }

    private Regex sequence(Halves then, int context) {
        EcmaPattern x = then.first();
        EcmaPattern y = then.second();
        boolean secondSeesBegin = (context & BEGIN) != 0 && factsOf(y).hasBegin;
        boolean firstSeesEnd = (context & END) != 0 && factsOf(x).hasEnd;
        List<Regex> cases = new ArrayList<>();
        if (secondSeesBegin && firstSeesEnd && matchesEmpty(x, context) && matchesEmpty(y, context)) {
            cases.add(Regex.EMPTY);
        }
        if (secondSeesBegin && matchesEmpty(x, context & BEGIN)) {
            cases.add(strings(y, context));
        }
        if (firstSeesEnd && matchesEmpty(y, context & END)) {
            cases.add(strings(x, context));
        }
        cases.add(concat(List.of(strings(x, context & BEGIN), strings(y, context & END))));
        return alternate(cases);
    }

    private Regex repetition(EcmaPattern.Repeated repeated, int context) {
        EcmaPattern x = repeated.item();
        if (context == MIDDLE) {
            return repeat(strings(x, MIDDLE), repeated.min(), repeated.max());
        }
        boolean emptyIsFree = matchesEmpty(x, context & BEGIN) || matchesEmpty(x, context & END);
        int min = emptyIsFree ? Math.min(1, repeated.min()) : repeated.min();
        List<Regex> cases = new ArrayList<>();
        if (matchesEmpty(repeated, context)) {
            cases.add(Regex.EMPTY);
        }
        if (min <= 1 && repeated.max() >= 1) {
            cases.add(strings(x, context));
        }
        if (repeated.max() >= 2) {
            int most = repeated.max() == Regex.UNBOUNDED ? Regex.UNBOUNDED : repeated.max() - 2;
            cases.add(concat(List.of(
                    strings(x, context & BEGIN),
                    repeat(strings(x, MIDDLE), Math.max(0, min - 2), most),
                    strings(x, context & END))));
        }
        return alternate(cases);
    }

    private static Regex repeat(Regex item, int min, int max) {
        if (item instanceof Regex.Never) {
            return min == 0 ? Regex.EMPTY : NEVER;
        }
        return max == 0 || isEmptyText(item) ? Regex.EMPTY : new Regex.Repeat(item, min, max);
    }

    /** A sequence without what adds nothing to it. */
    private static Regex concat(List<Regex> items) {
        List<Regex> kept = new ArrayList<>();
        for (Regex item : items) {
            if (item instanceof Regex.Never) {
                return NEVER;
            }
            if (item instanceof Regex.Concat(List<Regex> inner)) {
                kept.addAll(inner);
            } else {
                kept.add(item);
            }
        }
        return kept.size() == 1 ? kept.get(0) : kept.isEmpty() ? Regex.EMPTY : new Regex.Concat(kept);
    }

    /** A choice without what adds nothing to it. */
    private static Regex alternate(List<Regex> items) {
        List<Regex> kept = new ArrayList<>();
        Set<Regex> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Regex item : items) {
            if (item instanceof Regex.Alternate(List<Regex> inner)) {
                inner.stream().filter(seen::add).forEach(kept::add);
            } else if (!(item instanceof Regex.Never) && seen.add(item)) {
                kept.add(item);
            }
        }
        return kept.isEmpty() ? NEVER : kept.size() == 1 ? kept.get(0) : new Regex.Alternate(kept);
    }
}
