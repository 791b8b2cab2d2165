package dev.tenon.automaton.match;

/** How long a word must be to tell two states of an automaton apart: whether it can be read, or what it is once it is read. */
sealed interface Distances permits PairDistances, StateDistances {
    /** No word tells them apart, or none that is as long as a token can be. */
    int FAR = Integer.MAX_VALUE;

    /** The least length of a word that tells the states apart, or a lower bound of it. */
    int of(int first, int second);
}
