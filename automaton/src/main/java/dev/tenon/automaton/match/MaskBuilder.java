package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.match.Frame.MembersFrame;
import dev.tenon.automaton.match.Frame.Part;
import dev.tenon.automaton.match.Head.KeyHead;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.match.Head.TokenHead;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.BitSet;

/**
 * Works out one mask: the tokens whose bytes lead from a position to one that is alive.
 *
 * <p>A position is alive when one of its readings is, so its mask is the union of the masks of its heads. Within a head
 * the tokens split in two: those that stay inside the lexeme depend on its automaton alone and come ready made from a
 * {@link LexemeScan}; those that end it and go on are walked, from the end of the lexeme on, with the readings of what
 * follows. What a walk meets there is a small trie of suffixes, and readings that die cut it off.
 */
final class MaskBuilder {
    private final MaskEngine engine;
    private final Vocabulary vocabulary;
    private final Stepper stepper;
    private final CrossingWalk crossings;
    private final MaskParts parts;

    MaskBuilder(MaskEngine engine, Stepper stepper) {
        this.engine = engine;
        this.vocabulary = engine.vocabulary();
        this.stepper = stepper;
        this.crossings = new CrossingWalk(engine, stepper);
        this.parts = new MaskParts(vocabulary.size());
    }

    TokenMask build(Position position) {
        for (Head head : position.heads) {
            switch (head) {
                case LexemeHead lexeme -> addLexeme(lexeme);
                case KeyHead key -> addKey(key);
                case TokenHead token -> parts.add(token.node.tokenIds);
            }
        }
        if (position.accepting) {
            parts.add(vocabulary.endTokens());
        }
        return parts.finish(engine);
    }

    private void addLexeme(LexemeHead head) {
        if (head.value != null) {
            new ElementScan(engine, this, stepper).addLexeme(head);
            return;
        }
        CompiledLexeme lexeme = head.lexeme;
        if (lexeme.isCounted()) {
            addCounted(lexeme, head);
            return;
        }
        LexemeScan scan = engine.scan(lexeme.dfa, head.state);
        setAll(scan.inside);
        if (head.below != null) {
            Position next = head.below.after(stepper);
            walkCrossing(scan.crossing(next.firstBytes()), next);
        }
    }

    /**
     * The mask without bounds, which all lengths share, less the tokens that count too many units or end the lexeme after
     * too few. Where lengths are not a matter of counting alone, tokens are walked.
     */
    private void addCounted(CompiledLexeme lexeme, LexemeHead head) {
        WordLengths lengths = lexeme.lengths;
        if (lengths == null || !lexeme.isFree() || !lexeme.endsForGood()) {
            walkFrom(vocabulary.trie(), 0, new Position(new Head[] {head.withTrace(null)}, false, null));
            return;
        }
        Head unbounded = new LexemeHead(lexeme.unbounded(), head.state, 0, head.below, null);
        long[] own = new long[(vocabulary.size() + 63) >>> 6];
        new MaskBuilder(engine, stepper)
                .build(new Position(new Head[] {unbounded}, false, null))
                .orInto(own);
        LexemeScan scan = engine.scan(lexeme.dfa, head.state);
        if (lexeme.maxUnits != Expr.UNBOUNDED) {
            scan.removeLonger(own, lexeme.maxUnits - head.units, lengths);
        }
        scan.removeEndingBefore(own, lexeme.minUnits - head.units, lengths);
        setAll(TokenMask.adopt(own, vocabulary.size()));
    }

    private void addKey(KeyHead head) {
        if (head.value != null) {
            new ElementScan(engine, this, stepper).addKey(head);
            return;
        }
        MemberState state = head.frame.state;
        if (state.countsKeys(head.state)) {
            walkFrom(vocabulary.trie(), 0, new Position(new Head[] {head.withTrace(null)}, false, null));
            return;
        }
        MemberTable table = head.frame.node.table;
        BitSet available = table.reach.within(head.state, state.available());
        KeyScan scan = engine.scan(table, head.state, available);
        if (!table.remembersKeys) {
            setAll(scan.inside);
            for (int member : scan.completedMembers()) {
                walkMember(scan, head, member);
            }
            return;
        }
        // A key that is used up must not come again: its tokens are taken out, of this head's tokens alone.
        MaskBuilder own = new MaskBuilder(engine, stepper);
        own.setAll(scan.inside);
        BitSet doubtful = new BitSet();
        for (int member : scan.completedMembers()) {
            if (own.walkMember(scan, head, member) && table.occurrences[member] == Occurrence.MANY) {
                doubtful.set(member);
            }
        }
        TokenMask all = own.parts.finish(engine);
        long[] words = new long[all.wordCount()];
        all.orInto(words);
        if (!doubtful.isEmpty()) {
            // Some token completes this key and another one: whether they are the same, only its bytes can tell.
            recheck(head, words);
        }
        removeUsed(head, state, words);
        setAll(TokenMask.adopt(words, vocabulary.size()));
    }

    /** Whether some token completes a second key that must be remembered. */
    private boolean walkMember(KeyScan scan, KeyHead head, int member) {
        Node.MembersNode node = head.frame.node;
        MemberState state = head.frame.state;
        boolean completesKeys = false;
        for (int alternative : state.readings(member)) {
            MembersFrame after =
                    new MembersFrame(node, state.after(member, alternative, null), Part.ITEM, head.frame.below);
            Position next = stepper.into(node.afterKey[member][alternative], after);
            completesKeys |= walkCrossing(scan.crossing(member, next.firstBytes()), next);
        }
        return completesKeys;
    }

    private void recheck(KeyHead head, long[] words) {
        Position alone = new Position(new Head[] {head.withTrace(null)}, false, null);
        for (int id = 0; id < vocabulary.size(); id++) {
            if ((words[id >> 6] & (1L << id)) != 0 && !survives(alone, id)) {
                words[id >> 6] &= ~(1L << id);
            }
        }
    }

    private boolean survives(Position from, int id) {
        Position at = from;
        int length = vocabulary.byteCount(id);
        for (int i = 0; i < length && !at.isDead(); i++) {
            at = stepper.step(at, vocabulary.byteAt(id, i));
        }
        return !at.isDead();
    }

    private void removeUsed(KeyHead head, MemberState state, long[] words) {
        byte[] prefix = head.key == null ? new byte[0] : head.key.bytes();
        TokenTrie trie = vocabulary.trie();
        for (UsedKeys used = state.used; used != null; used = used.earlier) {
            if (!UsedKeys.startsWith(used.key, prefix)) {
                continue;
            }
            int node = KeyScan.find(trie, used.key, prefix.length);
            if (node > 0) {
                for (int at = trie.idStart(node); at < trie.idStart(trie.end(node)); at++) {
                    int id = trie.id(at);
                    words[id >> 6] &= ~(1L << id);
                }
            }
        }
    }

    /** Whether some token completes a key that must be remembered. */
    private boolean walkCrossing(Crossing crossing, Position next) {
        CrossingWalk.Crossed crossed = crossings.walk(next, crossing);
        parts.add(crossed.ids());
        return crossed.completesKeys();
    }

    /** Walks the subtree below a node with the readings of the position, setting the tokens they survive. */
    void walkFrom(TokenTrie trie, int root, Position from) {
        stepper.walk(trie, root, from, node -> setAll(trie, node));
    }

    /** Sets the tokens of a set. */
    void setAll(TokenMask tokens) {
        parts.add(tokens);
    }

    /** Sets the tokens that end at a node. */
    void setAll(TokenTrie trie, int node) {
        for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
            parts.add(trie.id(at));
        }
    }
}
