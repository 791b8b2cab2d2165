package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.match.Head.KeyHead;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.token.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * Follows a position over the bytes of a token. What comes of it is what a step for each byte comes to; but most tokens lie
 * inside one string or key, and while the only reading stays inside its lexeme or key no positions are made for the bytes on
 * the way. Not thread-safe.
 */
final class TokenReader {
    private final Vocabulary vocabulary;
    private final Stepper stepper;
    /** Where {@link #inside} came to. */
    private @Nullable Head reached;

    TokenReader(Vocabulary vocabulary, Stepper stepper) {
        this.vocabulary = vocabulary;
        this.stepper = stepper;
    }

    /** The position after a TEXT token; dead where it may not come. */
    Position read(Position from, int tokenId) {
        Position at = from;
        int length = vocabulary.byteCount(tokenId);
        int next = 0;
        while (next < length && !at.isDead()) {
            int inside = at.heads.length == 1 ? inside(at.heads[0], tokenId, next) : next;
            Head head = reached;
            if (inside > next && head != null) {
                at = new Position(new Head[] {head}, false, null);
                next = inside;
            } else {
                at = stepper.step(at, vocabulary.byteAt(tokenId, next++));
            }
        }
        return at;
    }

    /** How far the reading stays inside a lexeme or key that no byte ends on the way; nothing of an element is read. */
    private int inside(Head head, int tokenId, int from) {
        if (head.value != null) {
            return from;
        }
        if (head instanceof LexemeHead lexeme && !lexeme.lexeme.isCounted()) {
            return insideLexeme(lexeme, tokenId, from);
        }
        return head instanceof KeyHead key ? insideKey(key, tokenId, from) : from;
    }

    private int insideLexeme(LexemeHead head, int tokenId, int from) {
        ByteDfa dfa = head.lexeme.dfa;
        int length = vocabulary.byteCount(tokenId);
        int state = head.state;
        Trace trace = head.trace;
        int at = from;
        while (at < length) {
            int byteValue = vocabulary.byteAt(tokenId, at);
            int then = dfa.step(state, byteValue);
            if (then == ByteDfa.DEAD || dfa.isAccepting(then)) {
                break;
            }
            state = then;
            trace = trace == null ? null : trace.read(byteValue);
            at++;
        }
        reached = at == from ? null : new LexemeHead(head.lexeme, state, head.units, head.below, trace);
        return at;
    }

    private int insideKey(KeyHead head, int tokenId, int from) {
        MemberTable table = head.frame.node.table;
        MemberState members = head.frame.state;
        int length = vocabulary.byteCount(tokenId);
        int state = head.state;
        KeyText key = head.key;
        Trace trace = head.trace;
        int at = from;
        while (at < length) {
            int byteValue = vocabulary.byteAt(tokenId, at);
            int then = table.keys.step(state, byteValue);
            if (then == ByteDfa.DEAD || table.keys.label(then) >= 0) {
                break;
            }
            KeyText longer = table.remembersKeys ? new KeyText(key, byteValue) : null;
            if (!members.isAlive(then, longer)) {
                break;
            }
            state = then;
            key = longer;
            trace = trace == null ? null : trace.read(byteValue);
            at++;
        }
        reached = at == from ? null : new KeyHead(head.frame, state, key, trace);
        return at;
    }
}
