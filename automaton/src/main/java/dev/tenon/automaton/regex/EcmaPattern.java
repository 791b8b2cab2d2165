package dev.tenon.automaton.regex;

import java.util.List;

/**
 * A pattern as it was read, with its anchors still in it; whatever holds no anchor is a {@link Regex} already. The
 * step between {@link EcmaPatternReader} and {@link AnchorResolver}; immutable.
 */
sealed interface EcmaPattern {
    /** No anchor inside. */
    record Plain(Regex regex) implements EcmaPattern {}

    /** {@code ^} or {@code $}. */
    enum Anchor implements EcmaPattern {
        BEGIN,
        END
    }

    /** One after the other, at least one of them with an anchor. */
    record Then(EcmaPattern first, EcmaPattern second) implements EcmaPattern {}

    /** Any one of them. */
    record Either(List<EcmaPattern> items) implements EcmaPattern {
        public Either {
            items = List.copyOf(items);
        }
    }

    /** {@code min} to {@code max} times, {@link Regex#UNBOUNDED} for no limit. */
    record Repeated(EcmaPattern item, int min, int max) implements EcmaPattern {}
}
