package dev.tenon.automaton.match;

/** Which tokens stay inside a lexeme from one state of its automaton, and what those say that end it. Immutable. */
sealed interface TokenScan permits Divergence, OpenScan {
    /** Adds the tokens that stay inside to a set. */
    void addInside(long[] words);

    /** Adds the tokens that stay inside to a mask in the making. */
    void addInside(MaskParts parts);

    /** What follows where the lexeme ended, for a continuation that begins with these bytes. */
    Crossing crossing(FirstBytes first);

    /** A rough size for cache bounds. */
    int bytes();
}
