package dev.tenon.automaton.match;

import dev.tenon.automaton.match.Frame.MembersFrame;
import dev.tenon.automaton.match.Frame.Part;

/**
 * What follows a key of a member in some object, whichever key it is.
 *
 * @param object the object, within a key
 * @param member the member
 * @param positions the readings of what follows the key, one position for each way to read it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeyFollowing(MembersFrame object, int member, Position[] positions) {
    static KeyFollowing of(MembersFrame object, int member, Stepper stepper) {
        int[] readings = object.state.readings(member);
        Position[] positions = new Position[readings.length];
        for (int i = 0; i < readings.length; i++) {
            MemberState then = object.state.after(member, readings[i], null);
            positions[i] = stepper.into(
                    object.node.afterKey[member][readings[i]],
                    new MembersFrame(object.node, then, Part.ITEM, object.below));
        }
        return new KeyFollowing(object, member, positions);
    }

    @SuppressWarnings("ReferenceEquality") // asked for again and again while the key goes on
    boolean isOf(MembersFrame other, int otherMember) {
        return object == other && member == otherMember;
    }
}
