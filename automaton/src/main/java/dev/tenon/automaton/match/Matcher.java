package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenMask;
import java.util.List;

/** STUB. One request's way through a compiled grammar; mutable, not thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class Matcher {
    /** Which tokens may come next; END tokens exactly where the text may end. Never empty while not finished. Cached and shared. */
    public TokenMask mask() {
        throw new IllegalStateException();
    }
    /** Whether accept(tokenId) would succeed, without a mask. */
    public boolean allows(int tokenId) {
        throw new IllegalStateException();
    }
    /** Goes on by one token. @throws IllegalArgumentException when the token is not allowed (state unchanged) */
    public void accept(int tokenId) {
        throw new IllegalStateException();
    }
    /** Goes on by bytes, as far as the language goes; returns how many were accepted (state is after those). */
    public int acceptBytes(byte[] bytes, int offset, int length) {
        throw new IllegalStateException();
    }
    /** How many of these tokens would be accepted one after the other; state unchanged. */
    public int validateTokens(int[] tokenIds) {
        throw new IllegalStateException();
    }
    /** Undoes the last accepted tokens (events already taken are not called back). */
    public void rollback(int tokens) {
        throw new IllegalStateException();
    }
    /** A second matcher at the same position, constant time. */
    public Matcher fork() {
        throw new IllegalStateException();
    }
    /** Whether the text may end here. */
    public boolean isAccepting() {
        throw new IllegalStateException();
    }
    /** Whether an END token was accepted. */
    public boolean isFinished() {
        throw new IllegalStateException();
    }
    /** Whether the text may end here and nothing else may follow. */
    public boolean mustEnd() {
        throw new IllegalStateException();
    }
    /** The bytes that are the only way on from here (empty where there is a choice or a special token), at most {@code limit}. */
    public byte[] forcedBytes(int limit) {
        throw new IllegalStateException();
    }
    /** The bytes that may come next (bit b), for diagnostics. */
    public java.util.BitSet nextBytes() {
        throw new IllegalStateException();
    }
    /** The events since the last call. */
    public List<MatchEvent> takeEvents() {
        throw new IllegalStateException();
    }
    /** At the end: resolves what is still ambiguous in favour of the first reading that may end, and closes captures. */
    public void finishEvents() {
        throw new IllegalStateException();
    }
}
