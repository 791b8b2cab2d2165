package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.TextMachine;
import dev.tenon.automaton.match.Frame.CaptureFrame;
import dev.tenon.automaton.match.Frame.ElementsFrame;
import dev.tenon.automaton.match.Frame.MembersFrame;
import dev.tenon.automaton.match.Frame.Part;
import dev.tenon.automaton.match.Frame.RepetitionFrame;
import dev.tenon.automaton.match.Frame.SequenceFrame;
import dev.tenon.automaton.match.Head.KeyHead;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.match.Head.SteppedHead;
import dev.tenon.automaton.match.Head.TokenHead;
import dev.tenon.automaton.token.TokenTrie;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes derivatives: from a position and a byte (or a special token) to the position after it. Not thread-safe: it
 * keeps its working lists.
 *
 * <p>Readings are followed side by side. Each one on its own can be completed, so when their number passes
 * {@link #MAX_HEADS} the later ones are dropped: the language becomes smaller there, and never a dead end.
 */
final class Stepper {
    /** Readings followed at once; ambiguity beyond it costs completeness, never validity. */
    static final int MAX_HEADS = 1_024;

    /** A power of two. */
    private static final int SLOTS = 16;

    private final @Nullable Frame[] lastFrames = new Frame[SLOTS];
    private final @Nullable Position[] lastAfter = new Position[SLOTS];
    private final @Nullable KeyFollowing[] lastFollowing = new KeyFollowing[SLOTS];
    private final Readings readings = new Readings(MAX_HEADS);
    private final Deque<Work> work = new ArrayDeque<>();
    private boolean accepting;
    private @Nullable Trace acceptTrace;
    private long dropped;
    private long completedKeys;
    /** What the reading at hand has read of the element of {@link #element}. */
    private @Nullable PartialValue value;
    /** The outermost array of distinct elements that the reading at hand was in. */
    private @Nullable ElementsFrame element;
    /** Null where readings are taken as they come: whether they can be completed is asked by who steps. */
    private final @Nullable ElementLiveness liveness;
    /** Where elements are collected instead of being left; null where none are. */
    private final @Nullable ElementSink sink;

    /** Steps readings that can all be completed. */
    Stepper() {
        this.liveness = new ElementLiveness();
        this.sink = null;
    }

    /** Steps readings whether or not they can be completed in an array of distinct elements. */
    Stepper(@Nullable ElementSink sink) {
        this.liveness = null;
        this.sink = sink;
    }

    /** Takes the values of complete elements. */
    interface ElementSink {
        /** Whether the value was taken; if so, what follows it is of no interest. */
        boolean take(ElementsFrame frame, JsonValue value);
    }

    /** What is to be done next: enter a node, or leave the part that a frame stands for. */
    private record Work(
            @Nullable Node node,
            @Nullable Frame frame,
            @Nullable Trace trace) {}

    /** The position at the beginning of a text of the node. */
    Position start(Node root, @Nullable Trace trace) {
        begin();
        run(new Work(root, null, trace));
        return finish();
    }

    /** The position once the part above the frame is complete, without events. */
    @SuppressWarnings("ReferenceEquality") // asked for again and again while the part goes on
    Position after(Frame frame) {
        int slot = frame.hash & (SLOTS - 1);
        Position known = lastAfter[slot];
        if (known == null || lastFrames[slot] != frame) {
            begin();
            run(new Work(null, frame, null));
            known = finish();
            lastFrames[slot] = frame;
            lastAfter[slot] = known;
        }
        return known;
    }

    /** Within a key: what follows a key of the member, whichever it is. */
    KeyFollowing afterKey(MembersFrame object, int member) {
        int slot = (object.hash + member) & (SLOTS - 1);
        KeyFollowing known = lastFollowing[slot];
        if (known == null || !known.isOf(object, member)) {
            known = KeyFollowing.of(object, member, this);
            lastFollowing[slot] = known;
        }
        return known;
    }

    /** The position at the beginning of a node, with what follows it. */
    Position into(Node node, @Nullable Frame frame) {
        begin();
        run(new Work(node, frame, null));
        return finish();
    }

    /** The position after a byte (0..255); dead where it may not come. */
    Position step(Position from, int byteValue) {
        begin();
        for (Head head : from.heads) {
            stepHead(head, byteValue);
        }
        return finish();
    }

    /** The position after a byte by one reading. */
    Position step(Head from, int byteValue) {
        begin();
        stepHead(from, byteValue);
        return finish();
    }

    /** Whether the head can read the byte. */
    private static boolean canStepWithin(Head head, int byteValue) {
        return !new Stepper().step(head, byteValue).isDead();
    }

    /** The position after a special token; dead where it may not come. */
    Position stepToken(Position from, int tokenId) {
        begin();
        for (Head head : from.heads) {
            if (head instanceof TokenHead token && java.util.Arrays.binarySearch(token.node.tokenIds, tokenId) >= 0) {
                element = token.below == null ? null : token.below.element();
                value = token.value;
                run(new Work(null, token.below, token.trace));
            }
        }
        return finish();
    }

    /** Whether any head of the position can read the byte; nothing is built. */
    static boolean canStep(Position from, int byteValue) {
        for (Head head : from.heads) {
            if (canStep(head, byteValue)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the head can read the byte. */
    static boolean canStep(Head head, int byteValue) {
        if (head.value != null) {
            return canStepWithin(head, byteValue);
        }
        return switch (head) {
            case LexemeHead lexeme -> {
                int state = lexeme.lexeme.dfa.step(lexeme.state, byteValue);
                yield state != ByteDfa.DEAD && lexeme.lexeme.isAlive(state, lexeme.lexeme.count(lexeme.units, state));
            }
            case SteppedHead stepped -> stepped.state.step(byteValue) != null;
            case KeyHead key -> {
                int state = key.frame.node.table.keys.step(key.state, byteValue);
                yield state != ByteDfa.DEAD && key.frame.state.isAlive(state, grown(key, byteValue));
            }
            case TokenHead token -> false;
        };
    }

    private static boolean canStep(TextMachine.State state) {
        for (int b = 0; b < 256; b++) {
            if (state.step(b) != null) {
                return true;
            }
        }
        return false;
    }

    /** Names the nodes below a root of a trie to which the readings of a position can be followed, byte by byte. */
    void walk(TokenTrie trie, int root, Position from, IntConsumer survivors) {
        walk(trie, root, from, node -> true, survivors);
    }

    /** The same where only some subtrees are of interest. */
    void walk(TokenTrie trie, int root, Position from, IntPredicate interesting, IntConsumer survivors) {
        if (from.heads.length == 0) {
            return;
        }
        Position[] positions = new Position[trie.depth() + 1];
        int[] endAt = new int[trie.depth() + 1];
        positions[0] = from;
        endAt[0] = trie.end(root);
        int depth = 0;
        int node = root + 1;
        while (node < trie.end(root)) {
            while (node >= endAt[depth]) {
                depth--;
            }
            int end = trie.end(node);
            Position next = interesting.test(node) ? step(positions[depth], trie.byteOf(node)) : Position.DEAD;
            if (next.isDead()) {
                node = end;
                continue;
            }
            survivors.accept(node);
            depth++;
            positions[depth] = next;
            endAt[depth] = end;
            node++;
        }
    }

    /** How often a reading was dropped so far. */
    long dropped() {
        return dropped;
    }

    /** How many keys were completed so far, in any object that remembers its keys. */
    long completedKeys() {
        return completedKeys;
    }

    private static @Nullable KeyText grown(KeyHead head, int byteValue) {
        return head.frame.node.table.remembersKeys ? new KeyText(head.key, byteValue) : null;
    }

    private void stepHead(Head head, int byteValue) {
        value = head.value == null ? null : head.value.read(byteValue);
        element = head.value == null || head.below == null ? null : head.below.element();
        switch (head) {
            case LexemeHead from -> {
                CompiledLexeme lexeme = from.lexeme;
                int state = lexeme.dfa.step(from.state, byteValue);
                if (state == ByteDfa.DEAD) {
                    return;
                }
                int units = lexeme.count(from.units, state);
                if (!lexeme.isAlive(state, units)) {
                    return;
                }
                Trace trace = from.trace == null ? null : from.trace.read(byteValue);
                if (!lexeme.isFinal(state)) {
                    add(new LexemeHead(lexeme, state, units, from.below, trace));
                }
                if (lexeme.accepts(state, units)) {
                    run(new Work(null, from.below, trace));
                }
            }
            case SteppedHead from -> {
                TextMachine.State state = from.state.step(byteValue);
                if (state == null) {
                    return;
                }
                Trace trace = from.trace == null ? null : from.trace.read(byteValue);
                if (!state.isAccepting() || canStep(state)) {
                    add(new SteppedHead(from.machine, state, from.below, trace));
                }
                if (state.isAccepting()) {
                    run(new Work(null, from.below, trace));
                }
            }
            case KeyHead from -> stepKey(from, byteValue);
            case TokenHead from -> {
                // no byte is part of a special token
            }
        }
    }

    private void stepKey(KeyHead from, int byteValue) {
        MemberTable table = from.frame.node.table;
        int state = table.keys.step(from.state, byteValue);
        if (state == ByteDfa.DEAD) {
            return;
        }
        KeyText key = grown(from, byteValue);
        MemberState members = from.frame.state;
        if (!members.isAlive(state, key)) {
            return;
        }
        Trace trace = from.trace == null ? null : from.trace.read(byteValue);
        int member = table.keys.label(state);
        if (member < 0) {
            add(new KeyHead(from.frame, state, key, trace));
            return;
        }
        if (key != null && members.used != null && UsedKeys.contains(members.used, key.bytes())) {
            return;
        }
        completedKeys += table.remembersKeys ? 1 : 0;
        for (int alternative : members.readings(member)) {
            Frame after = new MembersFrame(
                    from.frame.node, members.after(member, alternative, key), Part.ITEM, from.frame.below);
            run(new Work(from.frame.node.afterKey[member][alternative], after, trace));
        }
    }

    private void begin() {
        readings.clear();
        accepting = false;
        acceptTrace = null;
        value = null;
        element = null;
    }

    private Position finish() {
        return new Position(readings.toArray(), accepting, acceptTrace);
    }

    @SuppressWarnings("ReferenceEquality") // a frame that was left and entered anew is another one
    private void add(Head made) {
        ElementsFrame within = made.below == null ? null : made.below.element();
        if (within == null) {
            keep(made);
            return;
        }
        Head head = made.withValue(
                within == element ? Objects.requireNonNullElse(value, PartialValue.START) : PartialValue.START);
        if (liveness == null || liveness.isAlive(head)) {
            keep(head);
        }
    }

    private void keep(Head head) {
        dropped += readings.add(head) ? 0 : 1;
    }

    private void run(Work first) {
        work.push(first);
        while (!work.isEmpty()) {
            Work next = work.pop();
            if (next.node() != null) {
                enter(next.node(), next.frame(), next.trace());
            } else {
                leave(next.frame(), next.trace());
            }
        }
    }

    private void enter(Node node, @Nullable Frame frame, @Nullable Trace trace) {
        switch (node) {
            case Node.EmptyNode empty -> work.push(new Work(null, frame, trace));
            case Node.SteppedNode stepped -> add(new SteppedHead(stepped.machine, stepped.start, frame, trace));
            case Node.LexemeNode lexeme -> {
                add(new LexemeHead(lexeme.lexeme, 0, 0, frame, trace));
                if (lexeme.lexeme.accepts(0, 0)) {
                    work.push(new Work(null, frame, trace));
                }
            }
            case Node.SequenceNode sequence -> enterItem(sequence, 0, frame, trace);
            case Node.ChoiceNode choice -> {
                for (int i = choice.alternatives.length - 1; i >= 0; i--) {
                    work.push(new Work(choice.alternatives[i], frame, trace));
                }
            }
            case Node.RuleNode rule -> work.push(new Work(rule.target(), frame, trace));
            case Node.TokenNode token -> add(new TokenHead(token, frame, trace));
            case Node.CaptureNode capture ->
                work.push(new Work(
                        capture.body,
                        new CaptureFrame(capture, frame),
                        trace == null ? null : trace.open(capture.label)));
            case Node.RepetitionNode repetition -> {
                if (repetition.mayStop(0)) {
                    work.push(new Work(null, frame, trace));
                }
                if (repetition.mayGoOn(0)) {
                    work.push(new Work(repetition.item, new RepetitionFrame(repetition, 0, Part.ITEM, frame), trace));
                }
            }
            case Node.ElementsNode elements -> {
                if (elements.mayEnd.get(0)) {
                    work.push(new Work(null, frame, trace));
                }
                enterElements(elements, 0, null, frame, trace);
            }
            case Node.MembersNode members -> {
                MemberState state = members.table.start();
                if (state.mayEnd()) {
                    work.push(new Work(null, frame, trace));
                }
                addKey(members, state, frame, trace);
            }
        }
    }

    private void enterItem(Node.SequenceNode sequence, int index, @Nullable Frame below, @Nullable Trace trace) {
        if (index == sequence.items.length) {
            work.push(new Work(null, below, trace));
            return;
        }
        Frame frame = index + 1 == sequence.items.length ? below : new SequenceFrame(sequence, index + 1, below);
        work.push(new Work(sequence.items[index], frame, trace));
    }

    private void addKey(Node.MembersNode node, MemberState state, @Nullable Frame below, @Nullable Trace trace) {
        if (!state.available().isEmpty()) {
            add(new KeyHead(new MembersFrame(node, state, Part.KEY, below), 0, null, trace));
        }
    }

    private void leave(@Nullable Frame frame, @Nullable Trace trace) {
        if (frame == null) {
            if (!accepting) {
                accepting = true;
                acceptTrace = trace;
            }
            return;
        }
        switch (frame) {
            case SequenceFrame sequence -> enterItem(sequence.node, sequence.next, sequence.below, trace);
            case CaptureFrame capture ->
                work.push(new Work(null, capture.below, trace == null ? null : trace.close(capture.node.label)));
            case RepetitionFrame repetition -> leaveRepetition(repetition, trace);
            case ElementsFrame elements -> leaveElement(elements, trace);
            case MembersFrame members -> leaveMember(members, trace);
        }
    }

    private void leaveRepetition(RepetitionFrame frame, @Nullable Trace trace) {
        Node.RepetitionNode node = frame.node;
        if (frame.part == Part.SEPARATOR) {
            work.push(new Work(node.item, new RepetitionFrame(node, frame.completed, Part.ITEM, frame.below), trace));
            return;
        }
        int completed = node.countAfter(frame.completed);
        if (node.mayStop(completed)) {
            work.push(new Work(null, frame.below, trace));
        }
        if (node.mayGoOn(completed)) {
            Part part = node.separator == null ? Part.ITEM : Part.SEPARATOR;
            work.push(new Work(
                    Objects.requireNonNullElse(node.separator, node.item),
                    new RepetitionFrame(node, completed, part, frame.below),
                    trace));
        }
    }

    private void enterElements(
            Node.ElementsNode node,
            int state,
            @Nullable UsedValues used,
            @Nullable Frame below,
            @Nullable Trace trace) {
        for (int step = node.firstStep[state + 1] - 1; step >= node.firstStep[state]; step--) {
            work.push(new Work(
                    node.elements[step], new ElementsFrame(node, node.targets[step], Part.ITEM, used, below), trace));
        }
    }

    private void leaveElement(ElementsFrame frame, @Nullable Trace trace) {
        Node.ElementsNode node = frame.node;
        if (frame.part == Part.SEPARATOR) {
            enterElements(node, frame.state, frame.used, frame.below, trace);
            return;
        }
        UsedValues used = null;
        if (node.distinct != null) {
            JsonValue complete = completeElement(frame);
            if ((sink != null && sink.take(frame, complete)) || UsedValues.contains(frame.used, complete)) {
                return;
            }
            used = new UsedValues(complete, frame.used);
        }
        if (node.mayEnd.get(frame.state)) {
            work.push(new Work(null, frame.below, trace));
        }
        if (!node.hasSteps(frame.state) || (node.distinct != null && !node.distinct.canGoOn(frame.state, used))) {
            return;
        }
        if (node.separator == null) {
            enterElements(node, frame.state, used, frame.below, trace);
        } else {
            work.push(new Work(
                    node.separator, new ElementsFrame(node, frame.state, Part.SEPARATOR, used, frame.below), trace));
        }
    }

    /** The value of the element that ends here. */
    @SuppressWarnings("ReferenceEquality")
    private JsonValue completeElement(ElementsFrame frame) {
        PartialValue read = Objects.requireNonNullElse(value, PartialValue.START);
        return frame.element() == frame ? read.value() : read.lastElement();
    }

    private void leaveMember(MembersFrame frame, @Nullable Trace trace) {
        if (frame.part == Part.SEPARATOR) {
            addKey(frame.node, frame.state, frame.below, trace);
            return;
        }
        if (frame.state.mayEnd()) {
            work.push(new Work(null, frame.below, trace));
        }
        if (!frame.state.available().isEmpty()) {
            work.push(new Work(
                    frame.node.separator,
                    new MembersFrame(frame.node, frame.state, Part.SEPARATOR, frame.below),
                    trace));
        }
    }
}
