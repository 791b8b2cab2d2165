package dev.tenon.automaton.regex;

import java.util.List;

/**
 * A pattern as it was read, with everything still in it that depends on what stands around a match; the rest is a
 * {@link Regex} already. The step between {@link EcmaPatternReader} and {@link AnchorResolver}, which knows anchors, or
 * {@link SearchCompiler}, which knows all of it; immutable.
 */
sealed interface EcmaPattern {
    /** Nothing inside that looks around. */
    record Plain(Regex regex) implements EcmaPattern {}

    /** {@code ^} or {@code $}. */
    enum Anchor implements EcmaPattern {
        BEGIN,
        END
    }

    /** {@code \\b} or {@code \\B}. */
    enum Boundary implements EcmaPattern {
        WORD,
        NO_WORD
    }

    /** Which way a lookaround looks. */
    enum Direction {
        AHEAD,
        BEHIND
    }

    /** Whether what a lookaround looks for must be there, or must not. */
    enum Polarity {
        POSITIVE,
        NEGATIVE
    }

    /** {@code (?=...)}, {@code (?!...)}, {@code (?<=...)} or {@code (?<!...)}. */
    record Look(Direction direction, Polarity polarity, EcmaPattern body) implements EcmaPattern {}

    /** One after the other, at least two. */
    record Then(List<EcmaPattern> items) implements EcmaPattern {
        public Then {
            items = List.copyOf(items);
        }
    }

    /** Any one of them. */
    record Either(List<EcmaPattern> items) implements EcmaPattern {
        public Either {
            items = List.copyOf(items);
        }
    }

    /** {@code min} to {@code max} times, {@link Regex#UNBOUNDED} for no limit. */
    record Repeated(EcmaPattern item, int min, int max) implements EcmaPattern {}

    /** Whether anything inside looks around, other than anchors. */
    default boolean looksAround() {
        return switch (this) {
            case Plain plain -> false;
            case Anchor anchor -> false;
            case Boundary boundary -> true;
            case Look look -> true;
            case Then then -> then.items().stream().anyMatch(EcmaPattern::looksAround);
            case Either either -> either.items().stream().anyMatch(EcmaPattern::looksAround);
            case Repeated repeated -> repeated.item().looksAround();
        };
    }

    /** How deep what looks around is nested; plain parts count nothing. */
    default int depth() {
        return switch (this) {
            case Plain plain -> 0;
            case Anchor anchor -> 1;
            case Boundary boundary -> 1;
            case Look look -> 1 + look.body().depth();
            case Then then -> 1 + depth(then.items());
            case Either either -> 1 + depth(either.items());
            case Repeated repeated -> 1 + repeated.item().depth();
        };
    }

    private static int depth(List<EcmaPattern> items) {
        int most = 0;
        for (EcmaPattern item : items) {
            most = Math.max(most, item.depth());
        }
        return most;
    }
}
