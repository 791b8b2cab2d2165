package dev.tenon.conformance.suite;

import java.util.Locale;

/** How a case did, best first. */
enum Verdict {
    /** As it should. */
    PASS,
    /** The schema was refused, with a reason. */
    REFUSED,
    /** A valid value was rejected: models cannot write what they may. */
    FALSE_NEGATIVE,
    /** An invalid value was accepted: the one thing that must never be. */
    FALSE_POSITIVE,
    /** The compiler crashed, or did not end. */
    FAILED;

    /** Of two the worse. */
    Verdict or(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** {@code false-positive}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Verdict ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
