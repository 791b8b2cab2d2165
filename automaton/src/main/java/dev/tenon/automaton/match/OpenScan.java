package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenSymbols;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The scan of a lexeme that goes on over many symbols and may end after any of them, like a text up to a tag: nearly every
 * token could end it somewhere, so ends are looked for only in tokens with a byte that can follow it.
 */
final class OpenScan implements TokenScan {
    private final Vocabulary vocabulary;
    private final ByteDfa dfa;
    private final int start;
    private final TokenMask inside;

    /** @param loop a loop of the start that accepts */
    OpenScan(MaskEngine engine, ByteDfa dfa, int start, Slice.Loop loop) {
        this.vocabulary = engine.vocabulary();
        this.dfa = dfa;
        this.start = start;
        Slice slice = engine.slice(loop.symbols());
        long[] words = new long[slice.pure.wordCount()];
        slice.pure.orInto(words);
        walk(slice.rest(), words, null);
        this.inside = TokenMask.adopt(words, vocabulary.size());
    }

    @Override
    public void addInside(long[] words) {
        inside.orInto(words);
    }

    @Override
    public void addInside(MaskParts parts) {
        parts.add(inside);
    }

    @Override
    public Crossing crossing(FirstBytes first) {
        BitSet bytes = first.bytes();
        long[] words = new long[inside.wordCount()];
        TokenSymbols symbols = vocabulary.symbols();
        for (int b = bytes.nextSetBit(0); b >= 0 && b < TokenSymbols.ASCII; b = bytes.nextSetBit(b + 1)) {
            symbols.containing(b).orInto(words);
        }
        if (bytes.length() > TokenSymbols.ASCII) {
            symbols.beyondAscii().orInto(words);
        }
        TokenTrie.Builder suffixes = TokenTrie.builder();
        walk(TokenTrie.of(vocabulary, TokenMask.adopt(words, vocabulary.size())), null, new Suffixes(first, suffixes));
        return Crossing.of(suffixes.build(), new int[] {0});
    }

    @Override
    public int bytes() {
        return inside.bytes() + 256;
    }

    private record Suffixes(FirstBytes first, TokenTrie.Builder to) {}

    /** Depth-first over a trie; sets the bits of tokens inside, or collects what follows where the lexeme may end. */
    private void walk(TokenTrie trie, long @Nullable [] words, @Nullable Suffixes suffixes) {
        int[] states = new int[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        states[0] = start;
        endAt[0] = trie.nodeCount();
        int depth = 0;
        int node = 1;
        while (node < trie.nodeCount()) {
            while (node >= endAt[depth]) {
                depth--;
            }
            int end = trie.end(node);
            int state = dfa.step(states[depth], trie.byteOf(node));
            if (state == ByteDfa.DEAD) {
                node = end;
                continue;
            }
            if (words != null) {
                for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
                    int id = trie.id(at);
                    words[id >> 6] |= 1L << id;
                }
            }
            depth++;
            states[depth] = state;
            endAt[depth] = end;
            if (suffixes != null && dfa.isAccepting(state)) {
                addSuffixes(trie, node, depth, suffixes);
            }
            node++;
        }
    }

    private void addSuffixes(TokenTrie trie, int node, int depth, Suffixes suffixes) {
        int end = trie.end(node);
        for (int child = node + 1; child < end; child = trie.end(child)) {
            if (suffixes.first().has(trie.byteOf(child))) {
                for (int at = trie.idStart(child); at < trie.idStart(trie.end(child)); at++) {
                    suffixes.to().add(vocabulary, trie.id(at), depth);
                }
            }
        }
    }
}
