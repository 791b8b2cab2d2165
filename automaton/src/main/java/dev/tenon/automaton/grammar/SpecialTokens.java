package dev.tenon.automaton.grammar;

import java.util.List;
import java.util.OptionalInt;

/** The tokens of a model that are no text, for grammars that name them ({@code <|python_tag|>}, {@code <[128010]>}). */
public interface SpecialTokens {
    /** No model is known, and so no token. */
    SpecialTokens NONE = new SpecialTokens() {
        @Override
        public OptionalInt find(String text) {
            return OptionalInt.empty();
        }

        @Override
        public List<Integer> ids() {
            return List.of();
        }
    };

    /** The id of the special token that is written so, with its angle brackets. */
    OptionalInt find(String text);

    /** The ids of all special tokens that may come within a text, those that end it not among them. */
    List<Integer> ids();
}
