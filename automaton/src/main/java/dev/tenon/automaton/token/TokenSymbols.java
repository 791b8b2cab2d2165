package dev.tenon.automaton.token;

import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which TEXT tokens of a vocabulary contain which symbols, where a symbol is an ASCII byte or "something beyond ASCII":
 * what the mask engine needs to find, for a set of symbols, the tokens that are made of nothing else. Immutable and
 * thread-safe; see {@link Vocabulary#symbols}.
 *
 * <p>The tokens made only of symbols in B are the TEXT tokens less {@link #containing} of every symbol not in B; and
 * where a count of code points or well-formed UTF-8 matters, less {@link #broken}.
 *
 * <p>Built in one pass over all bytes; 264 sets of one bit a token, 4.2 MB for 128,000 tokens, and ten bytes a token for
 * the counts. Sets by code points are made when they are asked for.
 */
public final class TokenSymbols {
    /** How many ASCII bytes there are: those below this. */
    public static final int ASCII = 128;

    /** From here on come the letters of most scripts. Controls, private use, most symbols and all of four bytes are no common ones. */
    public static final int FIRST_COMMON = 0xC0;

    /** The last one. */
    public static final int LAST_COMMON = 0xD7FF;

    private static final int SPACE = 1;
    private static final int COMMON = 2;
    private static final int REST = 4;

    private final TokenMask text;
    private final List<TokenMask> containing;
    private final List<TokenMask> repeating;
    private final TokenMask beyondAscii;
    private final TokenMask beyondSpaces;
    private final TokenMask beyondCommon;
    private final TokenMask beyondRest;
    private final TokenMask separated;
    private final TokenMask separatedTwice;
    private final TokenMask broken;
    /** Code points begun, by token id; a char is a number up to 65,535, the longest a token can be. */
    private final char[] codePoints;

    private final int longestCodePoints;
    /** Token ids by ascending code points: those of more than c are from {@code longerStart[c]} on. */
    private final int[] byCodePoints;

    private final int[] longerStart;
    /** Token ids by ascending length in bytes: those of more than n bytes are from {@code lengthStart[n]} on. */
    private final int[] byLength;

    private final int[] lengthStart;
    /** [code points] -> the tokens of more; null until asked for. Whoever makes one makes the same. */
    private final AtomicReferenceArray<@Nullable TokenMask> longer;

    TokenSymbols(Vocabulary vocabulary) {
        int size = vocabulary.size();
        int wordCount = (size + 63) >>> 6;
        long[][] sets = new long[ASCII][wordCount];
        long[][] repeated = new long[ASCII][wordCount];
        long[] textWords = new long[wordCount];
        long[] beyondWords = new long[wordCount];
        long[] spaceWords = new long[wordCount];
        long[] commonWords = new long[wordCount];
        long[] restWords = new long[wordCount];
        long[] separatedWords = new long[wordCount];
        long[] twiceWords = new long[wordCount];
        long[] brokenWords = new long[wordCount];
        codePoints = new char[size];
        int longest = 0;
        for (int id = 0; id < size; id++) {
            if (vocabulary.kind(id) != TokenKind.TEXT) {
                continue;
            }
            int word = id >> 6;
            long bit = 1L << id;
            textWords[word] |= bit;
            int begun = 0;
            int separators = 0;
            int length = vocabulary.byteCount(id);
            boolean beyond = false;
            for (int i = 0; i < length; i++) {
                int b = vocabulary.byteAt(id, i);
                if (b < ASCII) {
                    repeated[b][word] |= sets[b][word] & bit;
                    sets[b][word] |= bit;
                    separators += isSeparator(b) ? 1 : 0;
                } else {
                    beyond = true;
                }
                begun += begun(b);
            }
            codePoints[id] = (char) begun;
            longest = Math.max(longest, begun);
            if (beyond) {
                beyondWords[word] |= bit;
                if (!Utf8.isWellFormed(vocabulary, id)) {
                    brokenWords[word] |= bit;
                } else {
                    int groups = beyond(vocabulary.bytes(id));
                    // Those that have white space beyond ASCII are too few to be told apart.
                    separators += (groups & SPACE) == 0 ? 0 : 2;
                    spaceWords[word] |= (groups & SPACE) == 0 ? 0 : bit;
                    commonWords[word] |= (groups & COMMON) == 0 ? 0 : bit;
                    restWords[word] |= (groups & REST) == 0 ? 0 : bit;
                }
            }
            separatedWords[word] |= separators > 0 ? bit : 0;
            twiceWords[word] |= separators > 1 ? bit : 0;
        }
        text = TokenMask.adopt(textWords, size);
        separated = TokenMask.adopt(separatedWords, size);
        separatedTwice = TokenMask.adopt(twiceWords, size);
        beyondAscii = TokenMask.adopt(beyondWords, size);
        beyondSpaces = TokenMask.adopt(spaceWords, size);
        beyondCommon = TokenMask.adopt(commonWords, size);
        beyondRest = TokenMask.adopt(restWords, size);
        broken = TokenMask.adopt(brokenWords, size);
        longestCodePoints = longest;
        longerStart = new int[longest + 2];
        byCodePoints = sorted(text, id -> codePoints[id], longerStart);
        lengthStart = new int[vocabulary.longestTokenBytes() + 2];
        byLength = sorted(text, vocabulary::byteCount, lengthStart);
        longer = new AtomicReferenceArray<>(longest + 1);
        containing = masks(sets, size);
        repeating = masks(repeated, size);
    }

    /** Bits of which code points beyond ASCII there are. */
    private static int beyond(byte[] wellFormed) {
        return new String(wellFormed, StandardCharsets.UTF_8)
                .codePoints()
                .filter(codePoint -> codePoint >= ASCII)
                .map(TokenSymbols::group)
                .reduce(0, (groups, group) -> groups | group);
    }

    private static int group(int codePoint) {
        if (SubtreeSymbols.bitOf(codePoint) == SubtreeSymbols.BEYOND_SPACE) {
            return SPACE;
        }
        return codePoint >= FIRST_COMMON && codePoint <= LAST_COMMON ? COMMON : REST;
    }

    private static List<TokenMask> masks(long[][] sets, int size) {
        List<TokenMask> masks = new ArrayList<>(sets.length);
        for (long[] set : sets) {
            masks.add(TokenMask.adopt(set, size));
        }
        return List.copyOf(masks);
    }

    /** The ids by ascending keys; of the keys up to k there are {@code ends[k]}. */
    private static int[] sorted(TokenMask ids, IntUnaryOperator key, int[] ends) {
        for (int id = ids.nextAllowed(0); id >= 0; id = ids.nextAllowed(id + 1)) {
            ends[key.applyAsInt(id) + 1]++;
        }
        for (int k = 1; k < ends.length; k++) {
            ends[k] += ends[k - 1];
        }
        int[] sorted = new int[ids.cardinality()];
        // What is the place of the next id of a key becomes the end of them all.
        for (int id = ids.nextAllowed(0); id >= 0; id = ids.nextAllowed(id + 1)) {
            sorted[ends[key.applyAsInt(id)]++] = id;
        }
        return sorted;
    }

    /** All TEXT tokens. */
    public TokenMask text() {
        return text;
    }

    /** The tokens that have this byte somewhere, 0 to 127. */
    public TokenMask containing(int asciiByte) {
        return containing.get(asciiByte);
    }

    /** The tokens that have this byte more than once, 0 to 127. */
    public TokenMask repeating(int asciiByte) {
        return repeating.get(asciiByte);
    }

    /** The tokens that have a byte above 127 somewhere. */
    public TokenMask beyondAscii() {
        return beyondAscii;
    }

    /** The tokens of whole code points with white space beyond ASCII, as {@code \\s} has it. */
    public TokenMask beyondSpaces() {
        return beyondSpaces;
    }

    /** The tokens of whole code points with one of {@link #FIRST_COMMON} to {@link #LAST_COMMON} that is no white space. */
    public TokenMask beyondCommon() {
        return beyondCommon;
    }

    /** The tokens of whole code points with one beyond ASCII that is neither. */
    public TokenMask beyondRest() {
        return beyondRest;
    }

    /** Whether a byte of ASCII is white space, or the backslash by which white space is spelled in a JSON string. */
    public static boolean isSeparator(int asciiByte) {
        return asciiByte == ' ' || asciiByte == '\\' || (asciiByte >= '\t' && asciiByte <= '\r');
    }

    /** The tokens with a {@link #isSeparator separator} or white space beyond ASCII; of those that are {@link #broken} some may be missing. */
    public TokenMask separated() {
        return separated;
    }

    /** Those of them that may have two, one after the other or not. */
    public TokenMask separatedTwice() {
        return separatedTwice;
    }

    /**
     * The tokens that are not whole code points: their bytes are not well-formed UTF-8 (RFC 3629), because they begin or
     * end inside a code point or could never be part of one.
     */
    public TokenMask broken() {
        return broken;
    }

    /**
     * How many code points begin in the token: all of them for a token that is not {@link #broken}. 0 for ids that are
     * no TEXT.
     */
    public int codePoints(int tokenId) {
        return codePoints[tokenId];
    }

    /** 1 for a byte that begins a code point: every one but a continuation 10xxxxxx; else 0. */
    public static int begun(int byteValue) {
        return (byteValue & 0xC0) != 0x80 ? 1 : 0;
    }

    /** The largest {@link #codePoints} of any token. */
    public int longestCodePoints() {
        return longestCodePoints;
    }

    /** The tokens of more code points than this; all for a negative number. */
    public TokenMask longerThan(int codePoints) {
        if (codePoints < 0) {
            return text;
        }
        int index = Math.min(codePoints, longestCodePoints);
        TokenMask known = longer.get(index);
        if (known == null) {
            long[] words = new long[text.wordCount()];
            for (int at = longerStart[index]; at < byCodePoints.length; at++) {
                words[byCodePoints[at] >> 6] |= 1L << byCodePoints[at];
            }
            known = TokenMask.adopt(words, text.size());
            longer.set(index, known);
        }
        return known;
    }

    /** The tokens of more code points than the first number, but no more than the second, shorter ones first. A fresh array. */
    public int[] idsOf(int codePoints, int last) {
        int from = codePoints < 0 ? 0 : longerStart[Math.min(codePoints, longestCodePoints)];
        int to = last < 0 ? 0 : longerStart[Math.min(last, longestCodePoints)];
        return Arrays.copyOfRange(byCodePoints, from, Math.max(from, to));
    }

    /** How many tokens have more bytes than this. */
    public int countLonger(int bytes) {
        return byLength.length - start(bytes);
    }

    /** The tokens of more bytes than this, shorter ones first. A fresh array. */
    public int[] idsLonger(int bytes) {
        return Arrays.copyOfRange(byLength, start(bytes), byLength.length);
    }

    private int start(int bytes) {
        return bytes < 0 ? 0 : lengthStart[Math.min(bytes, lengthStart.length - 2)];
    }
}
