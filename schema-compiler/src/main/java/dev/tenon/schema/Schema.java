package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.ByteDfa;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One schema as it was read: its assertions, all of which hold at once. Schemas inside it are places that are read when
 * they are needed. Immutable.
 *
 * @param at where it stands
 * @param assertions in the order of the document, but what asks for members comes after what names them
 */
record Schema(Location at, List<Placed> assertions) {
    Schema {
        assertions = List.copyOf(assertions);
    }

    /** An assertion and the keyword that makes it, for messages. */
    record Placed(String keyword, Assertion assertion) {}

    /** What one keyword, or several that belong together, demand. One that speaks of a type says nothing of others. */
    sealed interface Assertion {
        /** Says by itself what a value must be; schemas in it are those of elements and members. */
        sealed interface OnValue extends Assertion {}

        /** Applies other schemas to the same value, or to its keys. */
        sealed interface OnSameValue extends Assertion {}

        /** Nothing satisfies it: the schema {@code false}. */
        record Nothing() implements OnValue {}

        /**
         * The value is of one of these types.
         *
         * @param integers whether numbers must be integers
         */
        record TypeIn(Set<JsonType> types, Integers integers) implements OnValue {}

        /** Whether all numbers are meant, or integers. */
        enum Integers {
            ONLY,
            AND_FRACTIONS
        }

        /** The value is one of these, compared as JSON values. */
        record ValueIn(List<JsonNode> values) implements OnValue {}

        /** A number is in the set. */
        record NumberIn(NumberSet numbers) implements OnValue {}

        /** A string has so many code points. */
        record Length(int min, int max) implements OnValue {}

        /** A string is in the language. */
        record TextIn(ByteDfa text) implements OnValue {}

        /** A string is of the named format. */
        record OfFormat(StringFormat format) implements OnValue {}

        /**
         * An array's elements.
         *
         * @param prefix schemas of the first ones
         * @param rest the schema of all others, or null where they are free
         */
        record Elements(List<Location> prefix, @Nullable Location rest) implements OnValue {
            public Elements {
                prefix = List.copyOf(prefix);
            }
        }

        /** An array has so many elements. */
        record ElementCount(int min, int max) implements OnValue {}

        /** An array has so many elements that satisfy the schema. */
        record Contains(Location schema, int min, int max) implements OnValue {}

        /** An array's elements are different. */
        record Distinct() implements OnValue {}

        /**
         * An object's members.
         *
         * @param named schemas by key, in the order of the document
         * @param patterns schemas by language of keys
         * @param additional the schema of members that are in neither, or null where they are free
         */
        record Members(
                Map<String, Location> named,
                List<PatternMember> patterns,
                @Nullable Location additional) implements OnValue {
            public Members {
                patterns = List.copyOf(patterns);
            }
        }

        /** Members whose key is in the language. */
        record PatternMember(ByteDfa keys, Location schema) {}

        /** An object's keys satisfy the schema. */
        record Names(Location schema) implements OnSameValue {}

        /** An object has these members. */
        record Required(Set<String> keys) implements OnValue {}

        /** An object has so many members. */
        record MemberCount(int min, int max) implements OnValue {}

        /** All of the schemas hold. */
        record AllOf(List<Location> schemas) implements OnSameValue {
            public AllOf {
                schemas = List.copyOf(schemas);
            }
        }

        /** At least one of the schemas holds. */
        record AnyOf(List<Location> schemas) implements OnSameValue {
            public AnyOf {
                schemas = List.copyOf(schemas);
            }
        }

        /** Exactly one of the schemas holds. */
        record OneOf(List<Location> schemas) implements OnSameValue {
            public OneOf {
                schemas = List.copyOf(schemas);
            }
        }

        /** The schema does not hold. */
        record Not(Location schema) implements OnSameValue {}

        /**
         * Where the first schema holds the second does, else the third; null for one that says nothing.
         *
         * @param condition the schema {@code if}
         */
        record Conditional(
                Location condition,
                @Nullable Location then,
                @Nullable Location otherwise) implements OnSameValue {}

        /**
         * What an object's members ask for beside themselves.
         *
         * @param keys by key of a member: the keys that must be there with it
         * @param schemas by key of a member: the schema that the whole object satisfies with it
         */
        record Dependent(Map<String, Set<String>> keys, Map<String, Location> schemas) implements OnSameValue {
            public Dependent {
                keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
                schemas = Collections.unmodifiableMap(new LinkedHashMap<>(schemas));
            }
        }

        /**
         * Members or elements that no other keyword of the schema, applied to the same value, has looked at satisfy the
         * schema.
         */
        record Unevaluated(JsonType type, Location schema) implements Assertion {}

        /** The schema elsewhere holds. */
        record Reference(Location target) implements OnSameValue {}
    }
}
