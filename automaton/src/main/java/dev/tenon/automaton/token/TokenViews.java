package dev.tenon.automaton.token;

import java.util.ArrayList;
import java.util.List;

/**
 * The {@link TrieView}s of the tokens that contain each ASCII byte, of those that are not whole code points and of those
 * with something beyond ASCII. Immutable and thread-safe; see {@link Vocabulary#views}. 14.5 MB for 128,000 tokens.
 */
public final class TokenViews {
    private final List<TrieView> containing;
    private final TrieView broken;
    private final TrieView beyondAscii;

    TokenViews(TokenTrie trie, TokenSymbols symbols) {
        List<TrieView> views = new ArrayList<>(TokenSymbols.ASCII);
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            views.add(TrieView.of(trie, symbols.containing(b)));
        }
        this.containing = List.copyOf(views);
        this.broken = TrieView.of(trie, symbols.broken());
        this.beyondAscii = TrieView.of(trie, symbols.beyondAscii());
    }

    /** The tokens that have this byte somewhere, 0 to 127. */
    public TrieView containing(int asciiByte) {
        return containing.get(asciiByte);
    }

    /** The tokens that are {@link TokenSymbols#broken}. */
    public TrieView broken() {
        return broken;
    }

    /** The tokens that have a byte above 127 somewhere. */
    public TrieView beyondAscii() {
        return beyondAscii;
    }
}
