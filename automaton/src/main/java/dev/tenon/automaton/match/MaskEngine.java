package dev.tenon.automaton.match;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.BitSet;

/**
 * The masks of one vocabulary and what they are made of, shared by all grammars and requests over it; thread-safe. All
 * caches are bounded by bytes and may forget anything at any time.
 */
final class MaskEngine {
    private static final long SCAN_BYTES = 96L << 20;
    private static final long SLICE_BYTES = 64L << 20;
    private static final long LEXEME_BYTES = 32L << 20;
    private static final long SUFFIX_BYTES = 32L << 20;
    private static final long MASK_BYTES = 96L << 20;

    private final Vocabulary vocabulary;
    /** Bytes that occur in some TEXT token. */
    private final BitSet occurringBytes = new BitSet(256);

    private final Cache<ScanKey, LexemeScan> scans = Caffeine.newBuilder()
            .maximumWeight(SCAN_BYTES)
            .weigher((ScanKey key, LexemeScan scan) -> scan.bytes())
            .build();
    private final Cache<KeyScanKey, KeyScan> keyScans = Caffeine.newBuilder()
            .maximumWeight(SCAN_BYTES)
            .weigher((KeyScanKey key, KeyScan scan) -> scan.bytes())
            .build();
    private final Cache<Slice.Symbols, Slice> slices = Caffeine.newBuilder()
            .maximumWeight(SLICE_BYTES)
            .weigher((Slice.Symbols key, Slice slice) -> slice.bytes())
            .build();
    private final Cache<SuffixKey, SuffixScan> suffixes = Caffeine.newBuilder()
            .maximumWeight(SUFFIX_BYTES)
            .weigher((SuffixKey key, SuffixScan scan) -> scan.bytes())
            .build();
    private final Cache<MaskParts.Parts, TokenMask> unions = Caffeine.newBuilder()
            .maximumWeight(MASK_BYTES)
            .weigher((MaskParts.Parts parts, TokenMask mask) -> mask.wordCount() * 8 + 1024)
            .build();

    private final Cache<Expr.Lexeme, CompiledLexeme> lexemes = Caffeine.newBuilder()
            .maximumWeight(LEXEME_BYTES)
            .weigher((Expr.Lexeme source, CompiledLexeme lexeme) -> lexeme.bytes())
            .build();

    private record SuffixKey(Crossing from, ByteDfa dfa, int state) {}

    private record ScanKey(ByteDfa dfa, int state) {}

    private record KeyScanKey(ByteDfa keys, int state, BitSet available) {}

    MaskEngine(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        TokenTrie trie = vocabulary.trie();
        for (int node = 1; node < trie.nodeCount(); node++) {
            occurringBytes.set(trie.byteOf(node));
        }
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** Bytes that occur in some TEXT token. Shared: not to be written. */
    BitSet occurringBytes() {
        return occurringBytes;
    }

    /** The lexeme ready to be run, one object for equal ones of all grammars. */
    CompiledLexeme lexeme(Expr.Lexeme source, CompileLimits limits) {
        CompiledLexeme known = lexemes.getIfPresent(source);
        if (known == null) {
            known = new CompiledLexeme(source, limits);
            lexemes.put(source, known);
        }
        return known;
    }

    /** The mask of some parts, from the cache or made now. */
    TokenMask union(MaskParts.Probe parts) {
        TokenMask known = unions.getIfPresent(parts);
        if (known == null) {
            known = parts.make();
            unions.put(parts.kept(), known);
        }
        return known;
    }

    /** What the rest of tokens can do in a lexeme from a state on. */
    SuffixScan suffixes(Crossing from, ByteDfa dfa, int state) {
        SuffixScan last = from.scanned(dfa, state);
        if (last != null) {
            return last;
        }
        SuffixKey key = new SuffixKey(from, dfa, state);
        SuffixScan known = suffixes.getIfPresent(key);
        if (known == null) {
            known = SuffixScan.of(from, dfa, state);
            suffixes.put(key, known);
        }
        from.remember(known);
        return known;
    }

    LexemeScan scan(ByteDfa dfa, int state) {
        ScanKey key = new ScanKey(dfa, state);
        LexemeScan known = scans.getIfPresent(key);
        if (known == null) {
            known = new LexemeScan(this, dfa, state);
            scans.put(key, known);
        }
        return known;
    }

    KeyScan scan(MemberTable table, int state, BitSet available) {
        KeyScanKey key = new KeyScanKey(table.keys, state, available);
        KeyScan known = keyScans.getIfPresent(key);
        if (known == null) {
            known = new KeyScan(this, table, state, available);
            keyScans.put(key, known);
        }
        return known;
    }

    Slice slice(Slice.Symbols symbols) {
        Slice known = slices.getIfPresent(symbols);
        if (known == null) {
            known = new Slice(vocabulary, symbols);
            slices.put(symbols, known);
        }
        return known;
    }
}
