package dev.tenon.automaton.grammar;

import dev.tenon.automaton.dfa.ByteDfa;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An expression of a {@link Grammar}: the closed set of structural operators over lexemes. Immutable; built bottom up.
 * Nothing is ever unrolled: counts stay counts.
 */
public sealed interface Expr {
    /** No upper bound. */
    int UNBOUNDED = Integer.MAX_VALUE;

    /** The empty text. */
    record Empty() implements Expr {}

    /**
     * A word of a regular language, at least {@code minUnits} and at most {@code maxUnits} long, counted in the unit
     * states that it enters ({@link ByteDfa#isUnit}).
     */
    record Lexeme(ByteDfa dfa, int minUnits, int maxUnits) implements Expr {
        public Lexeme {
            if (minUnits < 0 || maxUnits < minUnits) {
                throw new IllegalArgumentException("no length: " + minUnits + ".." + maxUnits);
            }
        }

        /** A word of the language, of any length. */
        public Lexeme(ByteDfa dfa) {
            this(dfa, 0, UNBOUNDED);
        }

        /** Whether a length bound applies. */
        public boolean isCounted() {
            return minUnits > 0 || maxUnits != UNBOUNDED;
        }
    }

    /** A text of a language that is told step by step. */
    record Stepped(TextMachine machine) implements Expr {}

    /** One after the other. */
    record Sequence(List<Expr> items) implements Expr {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Any one of them. Alternatives may overlap: the language is the union. Earlier ones win where text is ambiguous. */
    record Choice(List<Expr> alternatives) implements Expr {
        public Choice {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** The body of a rule of the same grammar; recursion is a stack, not a depth limit. */
    record RuleRef(int ruleId) implements Expr {}

    /** One token that is no text, any of these ids. */
    record SpecialToken(List<Integer> tokenIds) implements Expr {
        public SpecialToken {
            tokenIds = List.copyOf(tokenIds);
        }
    }

    /** Marks the text of the body with a label, reported by the matcher as it goes by. */
    record Capture(String label, Expr body) implements Expr {}

    /**
     * {@code min} to {@code max} items with the separator between each two. The item together with the separator must
     * not match the empty text.
     *
     * @param max {@link #UNBOUNDED} for no limit
     */
    record Repetition(Expr item, Expr separator, int min, int max) implements Expr {
        public Repetition {
            if (min < 0 || max < min) {
                throw new IllegalArgumentException("no repetition: " + min + ".." + max);
            }
        }
    }

    /**
     * Elements with the separator between each two, by an automaton over elements: the inside of an array. State 0 is
     * the start; the empty text is in it iff state 0 may end. Steps of one state may overlap: the language is the union.
     * An element must not match the empty text.
     *
     * @param states the states of the automaton; {@link ElementStep#target} is an index into them
     * @param separator the text between two elements
     * @param distinctness whether elements may be equal
     */
    record Elements(List<ElementState> states, Expr separator, Distinctness distinctness) implements Expr {
        public Elements {
            states = List.copyOf(states);
            if (states.isEmpty()) {
                throw new IllegalArgumentException("no start state");
            }
            for (ElementState state : states) {
                for (ElementStep step : state.steps()) {
                    Objects.checkIndex(step.target(), states.size());
                }
            }
        }
    }

    /**
     * One state of {@link Elements}.
     *
     * @param ending whether the array may end here
     * @param steps the elements that may come next
     */
    record ElementState(Ending ending, List<ElementStep> steps) {
        public ElementState {
            steps = List.copyOf(steps);
        }
    }

    /**
     * An element that may come next.
     *
     * @param element its text, which is not empty
     * @param target the state after it
     */
    record ElementStep(Expr element, int target) {}

    /** Whether an array may end in a state. */
    enum Ending {
        /** The array may end here. */
        MAY_END,
        /** Another element must come. */
        GOES_ON
    }

    /** Which elements of one array may be equal. */
    enum Distinctness {
        /** Any. */
        NONE,
        /**
         * No two elements are equal as JSON values: numbers by value, strings by the text they spell, objects without
         * order (JSON Schema, {@code uniqueItems}). Every element is the text of one JSON value. What is free in its
         * spelling is bounded: key order and layout, so that finitely many texts are finitely many values and the other
         * way round.
         */
        JSON_VALUES
    }

    /**
     * Keyed members with the separator between each two: the inside of an object. No two members ever have the same
     * key.
     *
     * @param keys one automaton over all keys as they are spelled in the text; the label of its accepting states is the
     *     index into {@code members}; accepting states have no way on
     * @param members what a key of each label leads to
     * @param separator the text between two members
     * @param order whether members must come in the order of the list
     * @param minCount least number of members in all
     * @param maxCount largest number of members in all, or {@link #UNBOUNDED}
     * @param demands what must be true of the whole object, each of them, when it ends
     */
    record Interleave(
            ByteDfa keys,
            List<Member> members,
            Expr separator,
            MemberOrder order,
            int minCount,
            int maxCount,
            List<Demand> demands)
            implements Expr {
        public Interleave {
            members = List.copyOf(members);
            demands = List.copyOf(demands);
            if (minCount < 0 || maxCount < minCount) {
                throw new IllegalArgumentException("no count: " + minCount + ".." + maxCount);
            }
            for (Member member : members) {
                for (MemberValue value : member.values()) {
                    for (int demand : value.meets()) {
                        if (demand < 0 || demand >= demands.size()) {
                            throw new IllegalArgumentException("no demand: " + demand);
                        }
                    }
                }
            }
            for (Demand demand : demands) {
                for (int member : demand.absent()) {
                    if (member < 0
                            || member >= members.size()
                            || members.get(member).occurrence() != Occurrence.OPTIONAL) {
                        throw new IllegalArgumentException("no optional member: " + member);
                    }
                }
            }
        }

        /** Members of which nothing is demanded. */
        public Interleave(
                ByteDfa keys, List<Member> members, Expr separator, MemberOrder order, int minCount, int maxCount) {
            this(keys, members, separator, order, minCount, maxCount, List.of());
        }
    }

    /**
     * One member of an {@link Interleave}: what a key of its label leads to. Alternatives may overlap: the language is
     * the union of their readings.
     *
     * <p>An alternative that meets more demands must be contained in each alternative of the same member that meets some
     * of them alone: whatever is read as one that meets more can be read as one that meets less. So of two alternatives
     * that leave the same demands unmet the one with fewer demands is enough.
     *
     * @param values the alternatives; none: no key of this label may come
     * @param occurrence how often a key of this label comes
     */
    record Member(List<MemberValue> values, Occurrence occurrence) {
        public Member {
            values = List.copyOf(values);
        }

        /** A member with one value, which meets no demand. */
        public Member(Expr afterKey, Occurrence occurrence) {
            this(List.of(new MemberValue(afterKey, Set.of())), occurrence);
        }
    }

    /**
     * One thing that a key may lead to.
     *
     * @param afterKey what follows the key: the colon, white space and the value
     * @param meets indexes of the {@link Interleave#demands} that a member read so meets
     * @param role whether it is needed for its own texts
     */
    record MemberValue(Expr afterKey, Set<Integer> meets, MemberRole role) {
        public MemberValue {
            meets = Set.copyOf(meets);
        }

        /** An alternative with texts of its own. */
        public MemberValue(Expr afterKey, Set<Integer> meets) {
            this(afterKey, meets, MemberRole.OWN);
        }
    }

    /** What an alternative of a member is there for. */
    enum MemberRole {
        /** For texts that no other alternative may have. */
        OWN,
        /**
         * For fewer readings. Each of its texts is also one of an alternative that meets the same demands or more. Where
         * what these meet beyond its own demands is met already, it is read in their place.
         */
        STAND_IN
    }

    /**
     * What must be true of an object when it ends. Any one of these is enough: a member was read by a value that
     * {@linkplain MemberValue#meets meets} it, or some member is absent, or the number of members is outside of a range.
     *
     * @param absent indexes of {@link Interleave#members}, each {@link Occurrence#OPTIONAL}: the demand is met when one
     *     of them is not there
     * @param below met with fewer members than this; 0 for never
     * @param above met with more members than this; {@link #UNBOUNDED} for never
     */
    record Demand(Set<Integer> absent, int below, int above) {
        public Demand {
            absent = Set.copyOf(absent);
            if (below < 0 || above < 0) {
                throw new IllegalArgumentException("no count: below " + below + " or above " + above);
            }
        }

        /** Met by the value of a member alone. */
        public static Demand ofValue() {
            return new Demand(Set.of(), 0, UNBOUNDED);
        }
    }

    /** How often a member comes. */
    enum Occurrence {
        /** Exactly once. The member's key language has one word. */
        REQUIRED,
        /** At most once. The member's key language has one word. */
        OPTIONAL,
        /** Any number of times, with different keys. */
        MANY
    }

    /** The order of an object's members in the text. */
    enum MemberOrder {
        /** The order of the member list; members that come many times stay together at their place. */
        LISTED,
        /** Any order. */
        FREE
    }
}
