package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.match.Head.KeyHead;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.match.Head.SteppedHead;
import dev.tenon.automaton.match.Head.TokenHead;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Works out one mask: the tokens whose bytes lead from a position to one that is alive.
 *
 * <p>A position is alive when one of its readings is, so its mask is the union of the masks of its heads. Within a head
 * the tokens split in two: those that stay inside the lexeme depend on its automaton alone and come ready made from a
 * {@link LexemeScan}; those that end it and go on are walked, from the end of the lexeme on, with the readings of what
 * follows. What a walk meets there is a small trie of suffixes, and readings that die cut it off.
 */
final class MaskBuilder {
    /** So few tokens are read one by one. */
    private static final int FEW = 64;

    /** A power of two. */
    private static final int SLOTS = 32;

    private final MaskEngine engine;
    private final Vocabulary vocabulary;
    private final Stepper stepper;
    private final CrossingWalk crossings;
    private final MaskParts parts;
    /** What a crossing came to. */
    private final IdList found = new IdList();
    /** Of them, those that have begun another element of an array. */
    private final IdList again = new IdList();

    private final ExcludedIds excluded;
    /** The last scans, each in its slot: while a text goes on, it comes to the same states again and again. */
    private final @Nullable LexemeScan[] lastScans = new LexemeScan[SLOTS];

    private final TokenReader tokens;
    /** For readings within elements of arrays of distinct elements, taken for others; made with the first of them. */
    private @Nullable MaskBuilder relaxed;

    MaskBuilder(MaskEngine engine, Stepper stepper) {
        this.engine = engine;
        this.vocabulary = engine.vocabulary();
        this.stepper = stepper;
        this.crossings = new CrossingWalk(engine, stepper);
        this.parts = new MaskParts(engine);
        this.excluded = new ExcludedIds(engine.zeroWords());
        this.tokens = new TokenReader(vocabulary, stepper);
    }

    TokenMask build(Position position) {
        for (Head head : position.heads) {
            switch (head) {
                case LexemeHead lexeme -> addLexeme(lexeme);
                case SteppedHead stepped -> addStepped(stepped);
                case KeyHead key -> addKey(key);
                case TokenHead token -> parts.add(token.node.tokenIds);
            }
        }
        if (position.accepting) {
            parts.add(vocabulary.endTokens());
        }
        return parts.finish();
    }

    private void addLexeme(LexemeHead head) {
        if (head.value != null) {
            if (Duplicates.areAll(head)) {
                addLessDuplicates(head);
            } else {
                new ElementScan(engine, this, stepper).addLexeme(head);
            }
            return;
        }
        CompiledLexeme lexeme = head.lexeme;
        if (lexeme.lengths == null || CountedTokens.areAll(engine, head, lexeme.lengths)) {
            LexemeScan scan = scan(lexeme.dfa, head.state);
            scan.addInside(parts);
            if (head.below != null) {
                Position next = stepper.after(head.below);
                walkCrossing(scan.crossing(next.firstBytes()), next);
            }
        } else if (lexeme.endsForGood()) {
            addCounted(head, engine.counted(head, lexeme.lengths));
        } else {
            walkFrom(vocabulary.trie(), 0, new Position(new Head[] {head.withTrace(null)}, false, null));
        }
    }

    private LexemeScan scan(ByteDfa dfa, int state) {
        int slot = (dfa.hashCode() + state * 7) & (SLOTS - 1);
        LexemeScan scan = lastScans[slot];
        if (scan == null || !scan.isOf(dfa, state)) {
            scan = engine.scan(dfa, state);
            lastScans[slot] = scan;
        }
        return scan;
    }

    /** By the machine alone while its text goes on, and by readings from where it may end. */
    private void addStepped(SteppedHead head) {
        if (head.value != null) {
            walkFrom(vocabulary.trie(), 0, new Position(new Head[] {head.withTrace(null)}, false, null));
            return;
        }
        Position next = head.below == null ? Position.DEAD : stepper.after(head.below);
        IdList ends = new IdList();
        engine.stepped(head.machine).add(head.state, next.firstBytes(), parts, ends::add);
        if (ends.size() > 0) {
            parts.add(crossings
                    .walk(next, new SuffixRoots(vocabulary.trie(), ends.toArray()))
                    .ids());
        }
    }

    private void addCounted(LexemeHead head, CountedTokens tokens) {
        parts.add(tokens.inside());
        if (head.below == null) {
            return;
        }
        Position next = stepper.after(head.below);
        CountedTokens.Ends ends = tokens.ends();
        if (ends != null) {
            walkCrossing(ends.crossing(vocabulary, next.firstBytes()), next);
        } else {
            Crossing crossing = engine.scan(head.lexeme.dfa, head.state).crossing(next.firstBytes());
            walkCrossing(tokens.except().length == 0 ? crossing : crossing.without(tokens.except()), next);
        }
    }

    /** The tokens that there were if elements might be equal, less those that make two equal. */
    private void addLessDuplicates(Head head) {
        MaskBuilder inner = relaxed;
        if (inner == null) {
            inner = new MaskBuilder(engine, stepper);
            relaxed = inner;
        }
        Head free = Duplicates.relaxed(head);
        inner.again.clear();
        inner.crossings.watch(free.below);
        TokenMask all = inner.build(new Position(new Head[] {free}, false, null));
        Head plain = head.withTrace(null);
        Position alone = new Position(new Head[] {plain}, false, null);
        if (all.listsAllowed() && all.shortCount() <= FEW) {
            for (int i = 0; i < all.shortCount(); i++) {
                if (survives(alone, all.shortId(i))) {
                    parts.add(all.shortId(i));
                }
            }
            return;
        }
        IdList dead = new IdList();
        Duplicates.collect(stepper, plain, vocabulary, all, dead);
        for (int i = 0; i < inner.again.size(); i++) {
            if (!survives(alone, inner.again.get(i))) {
                dead.add(inner.again.get(i));
            }
        }
        // Most of them die anyway.
        IdList less = new IdList();
        for (int i = 0; i < dead.size(); i++) {
            if (all.contains(dead.get(i))) {
                less.add(dead.get(i));
            }
        }
        parts.add(all, less.toArray());
    }

    private void addKey(KeyHead head) {
        if (head.value != null && Duplicates.areAll(head)) {
            addLessDuplicates(head);
        } else if (head.value != null) {
            new ElementScan(engine, this, stepper).addKey(head);
        } else {
            new KeyMask(engine, this, stepper).add(head);
        }
    }

    /** Adds the tokens that stay inside a key, as {@link KeyTokens#addInside} has it. */
    @Nullable
    IdList addInside(KeyTokens keys, KeyReach reach, BitSet available, @Nullable IdList used) {
        return keys.addInside(reach, available, used, parts);
    }

    /** Adds the tokens of a crossing that the readings of the position survive. */
    private void walkCrossing(Crossing crossing, Position next) {
        found.clear();
        collect(crossing, next);
        parts.add(found);
    }

    /**
     * Adds the tokens of a crossing from a key that the readings of what follows it survive. Where some of them complete a
     * second key that must be remembered, whether the two are the same only their bytes can tell: they are walked.
     *
     * @param head the reading of the first key, if that must be remembered; else null
     */
    void walkCrossing(Crossing crossing, Position next, @Nullable KeyHead head) {
        found.clear();
        boolean completesKeys = collect(crossing, next);
        if (head == null || !(completesKeys || head.frame.node.table.keysRunOut())) {
            parts.add(found);
            return;
        }
        Position alone = new Position(new Head[] {head.withTrace(null)}, false, null);
        for (int i = 0; i < found.size(); i++) {
            if (survives(alone, found.get(i))) {
                parts.add(found.get(i));
            }
        }
    }

    /** Whether some token completes a key that must be remembered. Crossings share others a few deep at most. */
    private boolean collect(Crossing crossing, Position next) {
        boolean completesKeys = false;
        if (crossing.shared() != null) {
            excluded.begin(crossing.except());
            completesKeys = collect(crossing.shared(), next);
            excluded.end();
        }
        if (!crossing.own().isEmpty()) {
            CrossingWalk.Crossed crossed = crossings.walk(next, crossing.own());
            completesKeys |= crossed.completesKeys();
            for (int id : crossed.ids()) {
                if (!excluded.has(id)) {
                    found.add(id);
                }
            }
            for (int id : crossed.again()) {
                again.add(id);
            }
        }
        return completesKeys;
    }

    private boolean survives(Position from, int id) {
        return !tokens.read(from, id).isDead();
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
