package dev.tenon.automaton.match;

import dev.tenon.automaton.match.Frame.MembersFrame;
import dev.tenon.automaton.match.Frame.Part;

/**
 * What follows a key of a member in some object, whichever key it is.
 *
 * @param member the member
 * @param nodes what follows the key, one for each way to read it
 * @param frames the object after it, by index of the nodes
 * @param positions the readings at the beginning of it, by index of the nodes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeyFollowing(int member, Node[] nodes, MembersFrame[] frames, Position[] positions) {
    static KeyFollowing of(MembersFrame object, int member, Stepper stepper) {
        int[] readings = object.state.readings(member);
        Node[] nodes = new Node[readings.length];
        MembersFrame[] frames = new MembersFrame[readings.length];
        Position[] positions = new Position[readings.length];
        for (int i = 0; i < readings.length; i++) {
            nodes[i] = object.node.afterKey[member][readings[i]];
            frames[i] = new MembersFrame(
                    object.node, object.state.after(member, readings[i], null), Part.ITEM, object.below);
            positions[i] = stepper.into(nodes[i], frames[i]);
        }
        return new KeyFollowing(member, nodes, frames, positions);
    }
}
