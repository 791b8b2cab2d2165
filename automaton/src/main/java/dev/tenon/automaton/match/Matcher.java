package dev.tenon.automaton.match;

import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request's way through a compiled grammar; mutable, not thread-safe. {@link #mask} says which tokens may come
 * next, {@link #accept} goes on by one.
 *
 * <p>A matcher never runs into a dead end: from every position it reaches, the end of the text can be reached.
 */
public final class Matcher {
    private final MaskEngine masks;
    private final PositionMasks known;
    private final Vocabulary vocabulary;
    private final Stepper stepper;
    private final TokenReader tokens;
    private final Trace root;
    private State state;
    /** The states before each step; those of steps that were undone stay until others take their places. */
    private final List<State> undo;

    /** How many steps can be undone. */
    private int steps;

    /** Events not yet taken; the ones before the last {@link #takeEvents} are gone. */
    private final List<MatchEvent> events = new ArrayList<>();

    /** How many events were taken so far. */
    private int taken;

    private @Nullable TokenMask maskHere;
    /** Made where the first mask is. */
    private @Nullable MaskBuilder builder;

    /** Where the matcher stands: what {@link #rollback} goes back to. */
    private record State(Position position, boolean finished, int eventCount) {}

    Matcher(MaskEngine masks, PositionMasks known, Node start) {
        this.masks = masks;
        this.known = known;
        this.vocabulary = masks.vocabulary();
        this.stepper = new Stepper();
        this.tokens = new TokenReader(vocabulary, stepper);
        this.root = Trace.root();
        this.undo = new ArrayList<>();
        this.state = settle(stepper.start(start, root), false);
    }

    private Matcher(Matcher other) {
        this.masks = other.masks;
        this.known = other.known;
        this.vocabulary = other.vocabulary;
        this.stepper = new Stepper();
        this.tokens = new TokenReader(vocabulary, stepper);
        this.root = other.root;
        this.undo = new ArrayList<>();
        this.events.addAll(other.events);
        this.state = other.state;
        this.maskHere = other.maskHere;
    }

    /**
     * Which tokens may come next, END tokens exactly where the text may end. Shared and cached. Not empty unless the
     * text is finished, or may end and the vocabulary has no END token.
     */
    public TokenMask mask() {
        TokenMask mask = maskHere;
        if (mask == null) {
            mask = maskOf(state.finished ? Position.DEAD : state.position);
            maskHere = mask;
        }
        return mask;
    }

    /**
     * The masks of several matchers, in their order, as one step of a batch needs them. Matchers at the same place of a
     * grammar share the work.
     */
    public static List<TokenMask> masks(List<Matcher> batch) {
        List<TokenMask> masks = new ArrayList<>(batch.size());
        for (Matcher matcher : batch) {
            masks.add(matcher.mask());
        }
        return Collections.unmodifiableList(masks);
    }

    private TokenMask maskOf(Position position) {
        TokenMask mask = known.get(position);
        if (mask == null) {
            masks.countPosition();
            mask = builder().build(position);
            known.put(position, mask);
        }
        return mask;
    }

    /** Whether {@link #accept} would take the token; no mask is made. O(bytes of the token). */
    public boolean allows(int tokenId) {
        return next(state, tokenId) != null;
    }

    /**
     * Goes on by one token.
     *
     * @throws IllegalArgumentException when the token is not allowed here; the matcher stays where it is
     */
    public void accept(int tokenId) {
        Next next = next(state, tokenId);
        if (next == null) {
            throw new IllegalArgumentException("token " + tokenId + " is not allowed here");
        }
        keepForUndo();
        moveTo(settle(next.position(), next.finished()));
    }

    /**
     * Goes on by bytes as far as the language goes, as one step for {@link #rollback}.
     *
     * @return how many bytes were accepted; the matcher stands after them
     */
    public int acceptBytes(byte[] bytes, int offset, int length) {
        Position at = state.position;
        int count = 0;
        while (count < length && !state.finished) {
            Position next = stepper.step(at, bytes[offset + count] & 0xFF);
            if (next.isDead()) {
                break;
            }
            at = next;
            count++;
        }
        if (count > 0) {
            keepForUndo();
            moveTo(settle(at, false));
        }
        return count;
    }

    /** How many of the tokens would be accepted one after the other; the matcher stays where it is. */
    public int validateTokens(int[] tokenIds) {
        State at = state;
        for (int i = 0; i < tokenIds.length; i++) {
            Next next = next(at, tokenIds[i]);
            if (next == null) {
                return i;
            }
            at = new State(next.position(), next.finished(), 0);
        }
        return tokenIds.length;
    }

    /**
     * Undoes the last steps; each token accepted is one. Events of undone steps that were not taken yet are dropped,
     * those already taken are not called back. O(1) but for the events dropped.
     *
     * @throws IllegalArgumentException when there were not so many steps (a fork counts its own)
     */
    public void rollback(int count) {
        if (count < 0 || count > steps) {
            throw new IllegalArgumentException("cannot undo " + count + " of " + steps + " steps");
        }
        if (count == 0) {
            return;
        }
        steps -= count;
        moveTo(undo.get(steps));
        while (events.size() > Math.max(0, state.eventCount - taken)) {
            events.remove(events.size() - 1);
        }
    }

    /** A second matcher at the same position with the same pending events. O(1) but for those events. */
    public Matcher fork() {
        Matcher copy = new Matcher(this);
        copy.taken = taken;
        return copy;
    }

    /** Whether the text may end here. */
    public boolean isAccepting() {
        return state.finished || state.position.accepting;
    }

    /** Whether an END token was accepted. */
    public boolean isFinished() {
        return state.finished;
    }

    /** Whether the text may end here and nothing else may follow. */
    public boolean mustEnd() {
        return state.finished || (state.position.accepting && !state.position.goesOn());
    }

    /** Least number of bytes (special tokens count as one) to the end of the text; 0 where it may end. A guide. */
    public long leastBytes() {
        return state.finished ? 0 : state.position.least();
    }

    /**
     * The bytes that are the only way on from here, at most so many. Empty where there is a choice, where the text may
     * end, or before a special token.
     */
    public byte[] forcedBytes(int limit) {
        ByteArrayOutputStream forced = new ByteArrayOutputStream();
        Position at = state.position;
        while (!state.finished && !at.accepting && forced.size() < limit) {
            int only = onlyByte(at);
            if (only < 0) {
                break;
            }
            forced.write(only);
            at = stepper.step(at, only);
        }
        return forced.toByteArray();
    }

    /** The bytes that may come next. */
    public BitSet nextBytes() {
        return state.finished ? new BitSet() : FirstBytes.of(state.position).bytes();
    }

    /**
     * The keys that may begin here, as they are spelled, of members that come at most once in their object; empty
     * elsewhere. Each is made when it is asked for. For those who draw texts: other keys may be possible, too.
     */
    public List<byte[]> namedKeys() {
        return state.finished ? List.of() : NamedKeys.at(state.position);
    }

    /** The events since the last call, in order. */
    public List<MatchEvent> takeEvents() {
        List<MatchEvent> result = List.copyOf(events);
        taken += events.size();
        events.clear();
        return result;
    }

    /**
     * At the end of the text: settles what is still ambiguous in favour of the first reading that may end here, or of
     * the first reading where none may, and reports its events. Open captures of a text that is cut off stay open.
     */
    public void finishEvents() {
        Position position = state.position;
        Trace last = position.acceptTrace;
        if (last == null && position.heads.length > 0) {
            last = position.heads[0].trace;
        }
        if (last != null) {
            last.addTo(events);
        }
        moveTo(new State(Position.ended(root), true, taken + events.size()));
    }

    /** How often ambiguity passed the number of readings that are followed, and one was dropped. */
    public long droppedReadings() {
        return stepper.dropped();
    }

    /**
     * Gives up on undoing more than the last so many steps. Without it {@link #rollback} may go back to the start, and what
     * that takes, some 250 bytes a token, grows with the text.
     *
     * @throws IllegalArgumentException when the number is negative
     */
    public void forgetStepsBefore(int last) {
        if (last < 0) {
            throw new IllegalArgumentException("cannot keep " + last + " steps");
        }
        undo.subList(steps, undo.size()).clear();
        if (steps > last) {
            undo.subList(0, steps - last).clear();
            steps = last;
        }
    }

    private void keepForUndo() {
        if (steps < undo.size()) {
            undo.set(steps, state);
        } else {
            undo.add(state);
        }
        steps++;
    }

    private MaskBuilder builder() {
        MaskBuilder made = builder;
        if (made == null) {
            made = new MaskBuilder(masks, stepper);
            builder = made;
        }
        return made;
    }

    private void moveTo(State next) {
        state = next;
        maskHere = null;
    }

    private record Next(Position position, boolean finished) {}

    private @Nullable Next next(State from, int tokenId) {
        if (from.finished || tokenId < 0 || tokenId >= vocabulary.size()) {
            return null;
        }
        TokenKind kind = vocabulary.kind(tokenId);
        return switch (kind) {
            case TEXT -> {
                // A text that may end but cannot go on is alive, yet takes no byte: reading says so.
                Position at = tokens.read(from.position, tokenId);
                yield at.isDead() ? null : new Next(at, false);
            }
            case CONTROL -> {
                Position at = stepper.stepToken(from.position, tokenId);
                yield at.isDead() ? null : new Next(at, false);
            }
            case END -> from.position.accepting ? new Next(from.position, true) : null;
            case UNUSED -> null;
        };
    }

    /** Reports what all readings agree on, and lets their traces begin anew after it. */
    private State settle(Position position, boolean finished) {
        Trace common = position.acceptTrace;
        for (Head head : position.heads) {
            if (head.trace != null) {
                common = common == null ? head.trace : Trace.common(common, head.trace);
            }
        }
        if (common == null || common.isRoot()) {
            return new State(position, finished, taken + events.size());
        }
        common.addTo(events);
        Head[] heads = new Head[position.heads.length];
        for (int i = 0; i < heads.length; i++) {
            Trace trace = position.heads[i].trace;
            heads[i] = position.heads[i].withTrace(trace == null ? null : trace.rebase(common, root));
        }
        Trace accept = position.acceptTrace;
        return new State(
                new Position(heads, position.accepting, accept == null ? null : accept.rebase(common, root)),
                finished,
                taken + events.size());
    }

    private static int onlyByte(Position position) {
        int only = -1;
        for (Head head : position.heads) {
            if (head instanceof Head.TokenHead) {
                return -1;
            }
            for (int b = 0; b < 256; b++) {
                if (b != only && Stepper.canStep(head, b)) {
                    if (only >= 0) {
                        return -1;
                    }
                    only = b;
                }
            }
        }
        return only;
    }
}
