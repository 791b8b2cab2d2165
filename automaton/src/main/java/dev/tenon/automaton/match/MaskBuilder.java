package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.WordLengths;
import dev.tenon.automaton.match.Head.KeyHead;
import dev.tenon.automaton.match.Head.LexemeHead;
import dev.tenon.automaton.match.Head.TokenHead;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;

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
    private final long[] words;

    MaskBuilder(MaskEngine engine, Stepper stepper) {
        this.engine = engine;
        this.vocabulary = engine.vocabulary();
        this.stepper = stepper;
        this.words = new long[(vocabulary.size() + 63) >>> 6];
    }

    TokenMask build(Position position) {
        for (Head head : position.heads) {
            switch (head) {
                case LexemeHead lexeme -> addLexeme(lexeme);
                case KeyHead key -> addKey(key);
                case TokenHead token -> {
                    for (int id : token.node.tokenIds) {
                        set(id);
                    }
                }
            }
        }
        if (position.accepting) {
            for (int id : vocabulary.endTokens()) {
                set(id);
            }
        }
        return TokenMask.adopt(words, vocabulary.size());
    }

    private void set(int id) {
        words[id >> 6] |= 1L << id;
    }

    private void addLexeme(LexemeHead head) {
        if (head.value != null) {
            new ElementScan(engine, this, stepper).addLexeme(head);
            return;
        }
        CompiledLexeme lexeme = head.lexeme;
        WordLengths lengths = lexeme.lengths;
        if (lengths != null) {
            if (CountedMask.applies(lexeme)) {
                setAll(CountedMask.of(engine, stepper, head, lengths));
            } else {
                walkFrom(vocabulary.trie(), 0, new Position(new Head[] {head.withTrace(null)}, false, null));
            }
            return;
        }
        LexemeScan scan = engine.scan(lexeme.dfa, head.state);
        scan.addInside(words);
        Position next = stepper.after(head.below);
        walkCrossing(scan.crossing(FirstBytes.of(next)), next);
    }

    private void addKey(KeyHead head) {
        if (head.value != null) {
            new ElementScan(engine, this, stepper).addKey(head);
        } else {
            new KeyMask(engine, this, stepper).add(head);
        }
    }

    /** Adds the tokens inside a key. */
    void add(KeyTokens.Inside inside) {
        if (inside.base() != null) {
            Divergence.orLess(inside.base(), inside.removed(), words);
        }
        for (int id : inside.added()) {
            set(id);
        }
    }

    /** Adds what another builder has found so far. */
    void add(MaskBuilder other) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
        }
    }

    /** Takes out the tokens that do not lead from the position to one that is alive. */
    void keepOnly(Position from) {
        for (int id = 0; id < vocabulary.size(); id++) {
            if ((words[id >> 6] & (1L << id)) != 0 && !survives(from, id)) {
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

    /** Adds the tokens of a crossing that the readings of the position survive. */
    void walkCrossing(Crossing crossing, Position next) {
        Crossing shared = crossing.shared();
        if (shared != null) {
            int[] except = crossing.except();
            boolean[] had = new boolean[except.length];
            for (int i = 0; i < except.length; i++) {
                had[i] = (words[except[i] >> 6] & (1L << except[i])) != 0;
            }
            walkCrossing(shared, next);
            for (int i = 0; i < except.length; i++) {
                if (!had[i]) {
                    words[except[i] >> 6] &= ~(1L << except[i]);
                }
            }
        }
        for (int root : crossing.roots()) {
            walkFrom(crossing.trie(), root, next);
        }
    }

    /** Walks the subtree below a node with the readings of the position, setting the tokens they survive. */
    void walkFrom(TokenTrie trie, int root, Position from) {
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
            Position next = stepper.step(positions[depth], trie.byteOf(node));
            if (next.isDead()) {
                node = end;
                continue;
            }
            setAll(trie, node);
            depth++;
            positions[depth] = next;
            endAt[depth] = end;
            node++;
        }
    }

    /** Sets the tokens of a set. */
    void setAll(TokenMask tokens) {
        tokens.orInto(words);
    }

    /** Sets the tokens that end at a node. */
    void setAll(TokenTrie trie, int node) {
        for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
            set(trie.id(at));
        }
    }
}
