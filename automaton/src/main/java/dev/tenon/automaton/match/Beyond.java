package dev.tenon.automaton.match;

import dev.tenon.automaton.token.SubtreeSymbols;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenViews;
import dev.tenon.automaton.token.TrieView;
import java.util.List;

/** Which code points beyond ASCII are in a set of symbols. White space is apart, since {@code .} and {@code \S} leave some of it out. */
enum Beyond {
    NONE,
    BUT_SPACES,
    ALL;

    private static final long OTHERS = SubtreeSymbols.BEYOND & ~SubtreeSymbols.BEYOND_SPACE;

    /** @param groups of {@link SubtreeSymbols} */
    static Beyond of(long groups) {
        if ((groups & OTHERS) != OTHERS) {
            return NONE;
        }
        return (groups & SubtreeSymbols.BEYOND_SPACE) == 0 ? BUT_SPACES : ALL;
    }

    /** Tokens, in one set or more, with something beyond ASCII that is none of these code points. */
    List<TokenMask> others(TokenSymbols symbols) {
        return switch (this) {
            case NONE -> List.of(symbols.beyondAscii());
            case BUT_SPACES -> List.of(symbols.broken(), symbols.beyondSpaces());
            case ALL -> List.of(symbols.broken());
        };
    }

    /** Views of the same tokens. */
    List<TrieView> others(TokenViews views) {
        return switch (this) {
            case NONE -> List.of(views.beyondAscii());
            case BUT_SPACES -> List.of(views.broken(), views.beyondSpaces());
            case ALL -> List.of(views.broken());
        };
    }
}
