package dev.tenon.conformance.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.conformance.SchemaCase;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Each way in which a request says what may and what must be called, with what a reply to it has to be. */
enum ChoiceMode {
    NONE(Calls.NO),
    AUTO(Calls.MAY),
    REQUIRED(Calls.MUST),
    REQUIRED_ONE_AT_MOST(Calls.MUST),
    AUTO_ONE_AT_MOST(Calls.MAY),
    NAMED(Calls.MUST),
    ALLOWED_AUTO(Calls.MAY),
    ALLOWED_REQUIRED(Calls.MUST),
    FUNCTIONS_NONE(Calls.NO),
    FUNCTIONS_AUTO(Calls.MAY),
    FUNCTIONS_NAMED(Calls.MUST),
    FORMAT_ALONE(Calls.NO),
    FORMAT_NONE(Calls.NO),
    FORMAT_AUTO(Calls.MAY),
    FORMAT_REQUIRED(Calls.MUST),
    CUSTOM_AUTO(Calls.MAY),
    CUSTOM_REQUIRED(Calls.MUST),
    CUSTOM_NAMED(Calls.MUST);

    /** What the content is held to in the modes with a format. */
    static final SchemaCase FORMAT = SchemaCase.named("nested-objects");

    /** The tool that is named. */
    private static final String NAMED_TOOL = "actions";

    private static final List<String> TOOLS = List.of("actions", "all-optional", "nested-objects");
    private static final Set<String> ALLOWED = Set.of("all-optional", "nested-objects");
    private static final String CODE = "code";
    private static final String WORDS = "words";

    /** What the custom tool {@code code} takes. */
    private static final String CODE_PATTERN = "[A-F]{2,6}-[0-9]{1,4}(\\.[0-9]{1,3})?";

    /** What {@code words} takes, as a grammar and as a pattern. */
    private static final String WORDS_GRAMMAR = "start: WORD (\", \" WORD)~0..3 \"\\\"}\"?\nWORD: /[a-z]{1,9}/";

    private static final Pattern WORDS_PATTERN = Pattern.compile("[a-z]{1,9}(, [a-z]{1,9}){0,3}(\"\\})?");

    private final Calls calls;

    ChoiceMode(Calls calls) {
        this.calls = calls;
    }

    /** Whether there are calls. */
    enum Calls {
        NO,
        MAY,
        MUST
    }

    Calls calls() {
        return calls;
    }

    /** Whether the request uses the deprecated names. */
    boolean isDeprecated() {
        return name().startsWith("FUNCTIONS");
    }

    boolean hasFormat() {
        return name().startsWith("FORMAT");
    }

    boolean hasCustomTools() {
        return name().startsWith("CUSTOM");
    }

    /** The most calls that a reply may have. */
    int mostCalls() {
        return switch (this) {
            case NONE, FUNCTIONS_NONE, FORMAT_ALONE, FORMAT_NONE -> 0;
            case REQUIRED_ONE_AT_MOST, AUTO_ONE_AT_MOST, NAMED, FUNCTIONS_AUTO, FUNCTIONS_NAMED, CUSTOM_NAMED -> 1;
            case AUTO,
                    REQUIRED,
                    ALLOWED_AUTO,
                    ALLOWED_REQUIRED,
                    FORMAT_AUTO,
                    FORMAT_REQUIRED,
                    CUSTOM_AUTO,
                    CUSTOM_REQUIRED -> 128;
        };
    }

    /** Whether a reply may call a tool of this name. */
    boolean mayCall(String name) {
        return switch (this) {
            case NONE, FUNCTIONS_NONE, FORMAT_ALONE, FORMAT_NONE -> false;
            case NAMED, FUNCTIONS_NAMED -> name.equals(NAMED_TOOL);
            case ALLOWED_AUTO, ALLOWED_REQUIRED -> ALLOWED.contains(name);
            case CUSTOM_NAMED -> name.equals(CODE);
            case CUSTOM_AUTO, CUSTOM_REQUIRED -> name.equals(CODE) || name.equals(WORDS) || TOOLS.contains(name);
            case AUTO, REQUIRED, REQUIRED_ONE_AT_MOST, AUTO_ONE_AT_MOST, FUNCTIONS_AUTO, FORMAT_AUTO, FORMAT_REQUIRED ->
                TOOLS.contains(name);
        };
    }

    /** What is wrong with a call that is complete, or nothing. */
    static Optional<String> fault(String name, String arguments) {
        return switch (name) {
            case CODE -> arguments.matches(CODE_PATTERN) ? Optional.empty() : Optional.of("no code");
            case WORDS -> WORDS_PATTERN.matcher(arguments).matches() ? Optional.empty() : Optional.of("no words");
            default -> SchemaCase.named(name).judge().fault(arguments);
        };
    }

    /** Writes the fields of this mode into a request. */
    void fill(ObjectNode body) {
        if (hasFormat()) {
            ObjectNode format = body.putObject("response_format").put("type", "json_schema");
            format.putObject("json_schema").put("name", "answer").set("schema", FORMAT.schema());
        }
        if (isDeprecated()) {
            ArrayNode functions = body.putArray("functions");
            TOOLS.forEach(name -> define(functions.addObject(), name));
        } else if (this != FORMAT_ALONE) {
            ArrayNode tools = body.putArray("tools");
            if (hasCustomTools()) {
                grammar(custom(tools, CODE), "regex", CODE_PATTERN);
                grammar(custom(tools, WORDS), "lark", WORDS_GRAMMAR);
            }
            TOOLS.forEach(
                    name -> define(tools.addObject().put("type", "function").putObject("function"), name));
        }
        switch (this) {
            case FORMAT_ALONE -> {}
            case NONE, FORMAT_NONE -> body.put("tool_choice", "none");
            case AUTO, FORMAT_AUTO, CUSTOM_AUTO ->
                body.put("tool_choice", "auto").put("parallel_tool_calls", true);
            case AUTO_ONE_AT_MOST -> body.put("parallel_tool_calls", false);
            case REQUIRED, FORMAT_REQUIRED, CUSTOM_REQUIRED ->
                body.put("tool_choice", "required").put("parallel_tool_calls", true);
            case REQUIRED_ONE_AT_MOST -> body.put("tool_choice", "required").put("parallel_tool_calls", false);
            case NAMED -> reference(body.putObject("tool_choice"), "function", NAMED_TOOL);
            case CUSTOM_NAMED -> reference(body.putObject("tool_choice"), "custom", CODE);
            case ALLOWED_AUTO -> allowed(body, "auto");
            case ALLOWED_REQUIRED -> allowed(body, "required");
            case FUNCTIONS_NONE -> body.put("function_call", "none");
            case FUNCTIONS_AUTO -> body.put("function_call", "auto");
            case FUNCTIONS_NAMED -> body.putObject("function_call").put("name", NAMED_TOOL);
        }
    }

    private static void define(ObjectNode function, String name) {
        function.put("name", name).set("parameters", SchemaCase.named(name).schema());
    }

    private static ObjectNode custom(ArrayNode tools, String name) {
        return tools.addObject().put("type", "custom").putObject("custom").put("name", name);
    }

    private static void grammar(ObjectNode custom, String syntax, String definition) {
        ObjectNode format = custom.putObject("format").put("type", "grammar");
        format.putObject("grammar").put("syntax", syntax).put("definition", definition);
    }

    private static void reference(ObjectNode into, String type, String name) {
        into.put("type", type).putObject(type).put("name", name);
    }

    private static void allowed(ObjectNode body, String mode) {
        ObjectNode allowed =
                body.putObject("tool_choice").put("type", "allowed_tools").putObject("allowed_tools");
        ArrayNode tools = allowed.put("mode", mode).putArray("tools");
        TOOLS.stream().filter(ALLOWED::contains).forEach(name -> reference(tools.addObject(), "function", name));
    }
}
