package dev.tenon.automaton.token;

import java.util.ArrayList;
import java.util.List;

/**
 * The {@link TrieView}s of the tokens that contain each ASCII byte, of those that are not whole code points, of those
 * with something beyond ASCII, with white space there, and of the longest. Immutable and thread-safe; see {@link Vocabulary#views}. 14.5 MB for 128,000 tokens.
 */
public final class TokenViews {
    /** Few tokens have more bytes than this. */
    public static final int LONG = 24;

    private final List<TrieView> containing;
    private final TrieView broken;
    private final TrieView beyondAscii;
    private final TrieView beyondSpaces;
    private final TrieView longer;

    TokenViews(TokenTrie trie, TokenSymbols symbols) {
        List<TrieView> views = new ArrayList<>(TokenSymbols.ASCII);
        for (int b = 0; b < TokenSymbols.ASCII; b++) {
            views.add(TrieView.of(trie, symbols.containing(b)));
        }
        this.containing = List.copyOf(views);
        this.broken = TrieView.of(trie, symbols.broken());
        this.beyondAscii = TrieView.of(trie, symbols.beyondAscii());
        this.beyondSpaces = TrieView.of(trie, symbols.beyondSpaces());
        long[] words = new long[symbols.text().wordCount()];
        for (int id : symbols.idsLonger(LONG)) {
            words[id >> 6] |= 1L << id;
        }
        this.longer = TrieView.of(trie, TokenMask.adopt(words, symbols.text().size()));
    }

    /** The tokens that have this byte somewhere, 0 to 127. */
    public TrieView containing(int asciiByte) {
        return containing.get(asciiByte);
    }

    /** The tokens that are {@link TokenSymbols#broken}. */
    public TrieView broken() {
        return broken;
    }

    /** The tokens of more than {@link #LONG} bytes. */
    public TrieView longer() {
        return longer;
    }

    /** The tokens that have a byte above 127 somewhere. */
    public TrieView beyondAscii() {
        return beyondAscii;
    }

    /** The tokens of {@link TokenSymbols#beyondSpaces}. */
    public TrieView beyondSpaces() {
        return beyondSpaces;
    }
}
