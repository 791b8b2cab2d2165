package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.automaton.match.Head.KeyHead;
import dev.tenon.automaton.token.TokenTrie;
import org.jspecify.annotations.Nullable;

/**
 * The mask of a reading within a key: the tokens that stay inside a key of an available member, and those that complete
 * one and go on with what follows it. Keys that were used must not come again: the tokens that say one are left out.
 */
final class KeyMask {
    private final MaskEngine engine;
    private final MaskBuilder mask;
    private final Stepper stepper;

    KeyMask(MaskEngine engine, MaskBuilder mask, Stepper stepper) {
        this.engine = engine;
        this.mask = mask;
        this.stepper = stepper;
    }

    /** Adds the tokens of the reading. */
    void add(KeyHead head) {
        MemberTable table = head.frame.node.table;
        MemberState state = head.frame.state;
        KeyTokens tokens = engine.keyScan(table.keys, head.state).under(table.reach, state.available());
        IdList used = table.remembersKeys ? used(head) : null;
        IdList dead = mask.addInside(tokens, table.reach, state.available(), used);
        for (int member : tokens.completedMembers()) {
            if (state.available().get(table.reach.place(member))) {
                walkMember(tokens, head, member, dead);
            }
        }
    }

    private void walkMember(KeyTokens tokens, KeyHead head, int member, @Nullable IdList dead) {
        KeyHead remembered = head.frame.node.table.occurrences[member] == Occurrence.MANY ? head : null;
        KeyFollowing following = stepper.afterKey(head.frame, member);
        for (Position next : following.positions()) {
            Crossing crossing = tokens.crossing(member, next.firstBytes());
            mask.walkCrossing(dead == null ? crossing : crossing.without(dead.toArray()), next, remembered);
        }
    }

    /**
     * The tokens that begin with what can only become a key that was used. What is ruled out by used keys is the beginning
     * of one of them, so they are found along these keys.
     */
    private @Nullable IdList used(KeyHead head) {
        IdList list = null;
        byte[] prefix = head.key == null ? new byte[0] : head.key.bytes();
        TokenTrie trie = engine.vocabulary().trie();
        for (UsedKeys used = head.frame.state.used; used != null; used = used.earlier) {
            if (UsedKeys.startsWith(used.key, prefix)) {
                int node = firstDead(head, used.key, prefix.length, trie);
                if (node > 0) {
                    list = list == null ? new IdList() : list;
                    list.addTokens(trie, node, trie.end(node));
                }
            }
        }
        return list;
    }

    /** The first node on the way along a key at which no key is left, or -1. */
    private static int firstDead(KeyHead head, byte[] key, int from, TokenTrie trie) {
        ByteDfa keys = head.frame.node.table.keys;
        KeyText text = head.key;
        int state = head.state;
        int node = 0;
        for (int i = from; i < key.length; i++) {
            int byteValue = key[i] & 0xFF;
            state = keys.step(state, byteValue);
            node = trie.child(node, byteValue);
            if (node < 0 || state == ByteDfa.DEAD) {
                return -1;
            }
            text = new KeyText(text, byteValue);
            if (!head.frame.state.isAlive(state, text)) {
                return node;
            }
        }
        return -1;
    }
}
