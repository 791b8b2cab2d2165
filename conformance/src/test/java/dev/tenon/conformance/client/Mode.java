package dev.tenon.conformance.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A way to use a client. All clients are asked the same, so that all have to come to the same: exactly what a scripted model says,
 * and whatever a model of random weights says, as long as it is what was asked for.
 */
public enum Mode {
    /** An answer of a type, by a schema of the client's making. */
    ANSWER("answer", Kind.PERSON, Script.PERSON),
    /** The same in a stream. */
    ANSWER_STREAMED("answer, streamed", Kind.PERSON, Script.PERSON),
    /** An answer of a type, as the arguments of a tool that must be called. */
    ANSWER_BY_TOOL("answer by a tool", Kind.PERSON, Script.PERSON_CALL),
    /** The same in a stream. */
    ANSWER_BY_TOOL_STREAMED("answer by a tool, streamed", Kind.PERSON, Script.PERSON_CALL),
    /** JSON with no schema. */
    ANY_OBJECT("any object", Kind.OBJECT, Script.PERSON),
    /** Tools, and the model may. */
    AUTO("auto", Kind.CALLS, Script.CALL),
    /** Tools, and the model must, once where the client can say so. */
    REQUIRED("required", Kind.CALL, Script.CALL),
    /** Tools, one of which the model must call. */
    NAMED("named", Kind.CALL_OF_ORDER, Script.CALL),
    /** Tools, and the model must not, though it would. */
    NONE("none", Kind.TEXT, Script.TEXT),
    /** Two calls in one reply. */
    SEVERAL("several calls", Kind.CALL, Script.TWO_CALLS),
    /** A call in a stream. */
    CALL_STREAMED("call, streamed", Kind.CALL, Script.CALL),
    /** The client runs the tool and asks on. */
    LOOP("tool loop", Kind.CALLS, Script.CALL_AND_TEXT),
    /** The same in streams. */
    LOOP_STREAMED("tool loop, streamed", Kind.CALLS, Script.CALL_AND_TEXT),
    /** The deprecated {@code functions}, one of which the model must call. */
    FUNCTIONS("functions", Kind.CALL_OF_ORDER, Script.CALL),
    /** The same in a stream. */
    FUNCTIONS_STREAMED("functions, streamed", Kind.CALL_OF_ORDER, Script.CALL),
    /** An answer of a type by the deprecated {@code functions}. */
    ANSWER_BY_FUNCTION("answer by a function", Kind.PERSON, Script.PERSON_CALL),
    /** The same in a stream. */
    ANSWER_BY_FUNCTION_STREAMED("answer by a function, streamed", Kind.PERSON, Script.PERSON_CALL),
    /** A tool that takes text of a language that is written down. */
    CUSTOM("custom tool", Kind.CODE, Script.CODE_CALL),
    /** The same in a stream. */
    CUSTOM_STREAMED("custom tool, streamed", Kind.CODE, Script.CODE_CALL),
    /** A request that is refused. */
    REFUSED("refusal", Kind.REFUSAL, Script.TEXT);

    /** What the tool of {@link #CUSTOM} takes. */
    static final String CODE_PATTERN = "[A-F]{2,6}-[0-9]{1,4}";

    private final String label;
    private final Kind kind;
    private final Script script;

    Mode(String label, Kind kind, Script script) {
        this.label = label;
        this.kind = kind;
        this.script = script;
    }

    /** The mode of a label. */
    public static Mode of(String label) {
        return Stream.of(values())
                .filter(mode -> mode.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mode: " + label));
    }

    /** How it is called, in tables and by the scripts of Node. */
    public String label() {
        return label;
    }

    /** What the scripted model writes, reply by reply. */
    public String[] script() {
        return script.texts().toArray(String[]::new);
    }

    /** Holds what a client came to with a scripted model to what was written. */
    void checkScripted(JsonNode value) {
        assertEquals(Values.read(script.value(kind)), value);
    }

    /** Holds what a client came to with a model of random weights to what was asked for. */
    void checkRandom(JsonNode value) {
        switch (kind) {
            case PERSON -> checkPerson(value);
            case OBJECT -> assertTrue(value.isObject(), value::toString);
            case CALLS -> checkCalls(value);
            case CALL -> {
                assertFalse(value.path("calls").isEmpty(), value::toString);
                checkCalls(value);
            }
            case CALL_OF_ORDER -> {
                assertEquals(1, value.path("calls").size(), value::toString);
                assertEquals("order", value.at("/calls/0/name").asText(), value::toString);
                checkCalls(value);
            }
            case TEXT -> {
                assertTrue(value.path("calls").isEmpty(), value::toString);
                assertTrue(value.path("text").isTextual(), value::toString);
            }
            case CODE -> {
                assertFalse(value.path("calls").isEmpty(), value::toString);
                for (JsonNode call : value.path("calls")) {
                    assertEquals("code", call.path("name").asText(), value::toString);
                    String input = call.at("/arguments/input").asText();
                    assertTrue(input.matches(CODE_PATTERN), value::toString);
                }
            }
            case REFUSAL -> checkScripted(value);
        }
    }

    private static void checkPerson(JsonNode person) {
        assertEquals(Set.of("age", "email", "name", "skills"), names(person), person::toString);
        assertTrue(person.get("age").isIntegralNumber(), person::toString);
        assertTrue(person.get("email").isNull() || person.get("email").isTextual(), person::toString);
        assertTrue(person.get("name").isTextual(), person::toString);
        assertTrue(person.get("skills").isArray(), person::toString);
        for (JsonNode skill : person.get("skills")) {
            assertEquals(Set.of("level", "title"), names(skill), person::toString);
            assertTrue(Set.of("NOVICE", "EXPERT").contains(skill.get("level").asText()), person::toString);
            assertTrue(skill.get("title").isTextual(), person::toString);
        }
    }

    private static void checkCalls(JsonNode value) {
        for (JsonNode call : value.path("calls")) {
            JsonNode arguments = call.path("arguments");
            switch (call.path("name").asText()) {
                case "order" -> {
                    assertEquals(Set.of("quantity", "sku"), names(arguments), value::toString);
                    assertTrue(arguments.get("quantity").isIntegralNumber(), value::toString);
                    assertTrue(arguments.get("sku").isTextual(), value::toString);
                }
                case "now" -> assertEquals(Set.of(), names(arguments), value::toString);
                default -> throw new AssertionError("no such tool: " + value);
            }
        }
    }

    private static Set<String> names(JsonNode object) {
        assertTrue(object.isObject(), object::toString);
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What is to come of it. */
    private enum Kind {
        PERSON,
        OBJECT,
        /** Any number of calls, and text. */
        CALLS,
        /** At least one call. */
        CALL,
        CALL_OF_ORDER,
        /** A call of a tool that takes text. */
        CODE,
        TEXT,
        REFUSAL
    }

    /** What a model writes. */
    private enum Script {
        PERSON(Values.PERSON),
        PERSON_CALL(Values.call("person", Values.PERSON)),
        CALL(Values.call("order", Values.ORDER)),
        TWO_CALLS(Values.call("order", Values.ORDER) + "\n" + Values.call("now", "{}")),
        CODE_CALL(Values.call("code", "{\"input\": \"AB-12\"}")),
        CALL_AND_TEXT(Values.call("order", Values.ORDER), "Done."),
        TEXT("Not today, Zoë.");

        private final String first;
        /** The reply after it, if it is not empty. */
        private final String second;

        Script(String first) {
            this(first, "");
        }

        Script(String first, String second) {
            this.first = first;
            this.second = second;
        }

        private List<String> texts() {
            return second.isEmpty() ? List.of(first) : List.of(first, second);
        }

        /** What a client makes of it. */
        private String value(Kind kind) {
            if (kind == Kind.REFUSAL) {
                return Values.REFUSAL;
            }
            return switch (this) {
                case PERSON, PERSON_CALL -> Values.PERSON;
                case CALL -> Values.turn("", Values.ORDERED);
                case TWO_CALLS -> Values.turn("", Values.ORDERED + ", {\"name\": \"now\", \"arguments\": {}}");
                case CODE_CALL -> Values.turn("", "{\"name\": \"code\", \"arguments\": {\"input\": \"AB-12\"}}");
                case CALL_AND_TEXT -> Values.turn(second, Values.ORDERED);
                case TEXT -> Values.turn(first, "");
            };
        }
    }
}
