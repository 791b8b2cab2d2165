package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import java.io.ByteArrayOutputStream;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The keys that can begin at a position, of members that come at most once: what a schema calls properties. A list that
 * spells a key when it is asked for it, because there may be a hundred thousand of them. Immutable.
 *
 * <p>Where an object is open, nearly every text is a key, and no walk that draws bytes would ever come upon one that means
 * something. So whoever draws texts is told.
 */
final class NamedKeys extends AbstractList<byte[]> {
    private record Key(MemberTable table, int member) {}

    private final List<Key> found = new ArrayList<>();

    private NamedKeys() {}

    static List<byte[]> at(Position position) {
        NamedKeys keys = new NamedKeys();
        for (Head head : position.heads) {
            if (head instanceof Head.KeyHead key && key.state == 0) {
                keys.add(key.frame.state);
            }
        }
        return keys;
    }

    private void add(MemberState object) {
        MemberTable table = object.table;
        BitSet available = object.available();
        for (int place = available.nextSetBit(0); place >= 0; place = available.nextSetBit(place + 1)) {
            int member = table.reach.member(place);
            if (table.occurrences[member] != Occurrence.MANY) {
                found.add(new Key(table, member));
            }
        }
    }

    /** O(bytes of the key x byte classes). */
    @Override
    public byte[] get(int index) {
        Key key = found.get(index);
        ByteDfa keys = key.table.keys;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int state = 0;
        while (keys.label(state) != key.member) {
            int b = 0;
            int target = keys.step(state, b);
            while (target == ByteDfa.DEAD || !key.table.reach.leadsToSingle(target, key.member)) {
                target = keys.step(state, ++b);
            }
            text.write(b);
            state = target;
        }
        return text.toByteArray();
    }

    @Override
    public int size() {
        return found.size();
    }
}
