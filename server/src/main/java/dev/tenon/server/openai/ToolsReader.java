package dev.tenon.server.openai;

import dev.tenon.toolcalls.ParallelCalls;
import dev.tenon.toolcalls.ToolChoice;
import dev.tenon.toolcalls.ToolDefinition;
import dev.tenon.toolcalls.WrittenLanguage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. No form of a choice is ever weakened. */
final class ToolsReader {
    /** What names of tools and schemas look like. */
    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

    /** How long they may be. */
    static final int MAX_NAME_LENGTH = 64;

    private static final int MAX_TOOLS = 128;

    /** OpenAI's own tools, which run at OpenAI. */
    private static final List<String> BUILT_IN = List.of(
            "web_search",
            "web_search_preview",
            "web_search_2025_08_26",
            "web_search_preview_2025_03_11",
            "file_search",
            "computer",
            "computer_use",
            "computer_use_preview",
            "code_interpreter",
            "image_generation",
            "mcp",
            "local_shell",
            "shell",
            "apply_patch",
            "tool_search",
            "programmatic_tool_calling",
            "namespace");

    /** How a request writes a tool. */
    enum Shape {
        /** {@code {"type": "function", "function": {"name": ...}}}, as in chat completions. */
        NESTED,
        /** {@code {"type": "function", "name": ...}}, as in responses. */
        FLAT;

        /** What a tool, or a reference to one, has beside its type. */
        private RequestNode inner(RequestNode tool, String type) {
            return switch (this) {
                case NESTED -> tool.field(type).object().orMissing();
                case FLAT -> tool;
            };
        }
    }

    private ToolsReader() {}

    static List<ToolDefinition> tools(RequestNode tools, Shape shape, ApiOptions.Profile profile) {
        List<ToolDefinition> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int minTools = switch (shape) {
            case NESTED -> 1;
            case FLAT -> 0;
        };
        for (RequestNode tool : tools.items(minTools, MAX_TOOLS)) {
            String word = type(tool, shape);
            RequestNode described = shape.inner(tool, word);
            ToolDefinition definition =
                    word.equals("custom") ? custom(described, shape) : function(described, style(shape), profile);
            if (!names.add(definition.name())) {
                throw described
                        .field("name")
                        .invalid(
                                "invalid_value",
                                "tool names must be unique, but '" + definition.name() + "' is there twice.");
            }
            read.add(definition);
        }
        return read;
    }

    private static String type(RequestNode tool, Shape shape) {
        RequestNode type = tool.object().orMissing().field("type");
        switch (shape) {
            case NESTED -> {}
            case FLAT -> {
                if (BUILT_IN.contains(type.required(type.string()))) {
                    throw type.unsupported("Unsupported value: '" + type.path() + "' does not support '"
                            + type.required(type.string())
                            + "' with this model: this server runs no tools itself. Supported values are: 'function'"
                            + " and 'custom'.");
                }
            }
        }
        return type.required(type.word(List.of("function", "custom")));
    }

    private static RequestStyle style(Shape shape) {
        return switch (shape) {
            case NESTED -> RequestStyle.CHAT;
            case FLAT -> RequestStyle.RESPONSES;
        };
    }

    /** A function, which the deprecated field defines in the same way. */
    static ToolDefinition function(RequestNode function, RequestStyle style, ApiOptions.Profile profile) {
        String name = function.field("name").name(NAME, MAX_NAME_LENGTH);
        String description = function.field("description").string().orElse(null);
        RequestNode parameters = function.field("parameters").object();
        // Whatever the value of "strict", arguments are held to the schema.
        StrictSubset.require(
                profile,
                function.field("strict"),
                parameters,
                "function '" + name + "'",
                parameters.path(),
                style.badParameters());
        return ToolDefinition.of(name, description, parameters.isPresent() ? parameters.tree() : null);
    }

    private static ToolDefinition custom(RequestNode custom, Shape shape) {
        String name = custom.field("name").name(NAME, MAX_NAME_LENGTH);
        String description = custom.field("description").string().orElse(null);
        RequestNode format = custom.field("format").object();
        if (!format.isPresent()) {
            return ToolDefinition.custom(name, description, new ToolDefinition.CustomInput.Text());
        }
        RequestNode type = format.field("type");
        if (type.required(type.word(List.of("text", "grammar"))).equals("text")) {
            return ToolDefinition.custom(name, description, new ToolDefinition.CustomInput.Text());
        }
        RequestNode grammar = shape.inner(format, "grammar");
        RequestNode syntax = grammar.field("syntax");
        boolean isLark = syntax.required(syntax.word(List.of("lark", "regex"))).equals("lark");
        RequestNode definition = grammar.field("definition");
        return ToolDefinition.custom(
                name,
                description,
                new ToolDefinition.CustomInput.Written(new WrittenLanguage(
                        isLark ? WrittenLanguage.Notation.LARK : WrittenLanguage.Notation.REGEX,
                        definition.required(definition.string()))));
    }

    static ToolChoice choice(RequestNode choice, Shape shape, List<ToolDefinition> tools) {
        if (!choice.isPresent()) {
            return tools.isEmpty() ? new ToolChoice.None() : new ToolChoice.Auto();
        }
        if (tools.isEmpty() && shape == Shape.FLAT && isSatisfiedByNone(choice)) {
            return new ToolChoice.None();
        }
        if (tools.isEmpty()) {
            throw ApiException.invalid(
                    null, choice.path(), "'tool_choice' is only allowed when 'tools' are specified.");
        }
        if (choice.tree().isTextual()) {
            String word = choice.required(choice.word(List.of("none", "auto", "required")));
            return switch (word) {
                case "none" -> new ToolChoice.None();
                case "auto" -> new ToolChoice.Auto();
                default -> new ToolChoice.Required();
            };
        }
        if (!choice.tree().isObject()) {
            throw choice.wrongType("one of a string or object");
        }
        return named(choice, shape, tools);
    }

    /** Responses say {@code auto} of themselves where there are no tools, and clients send it back. */
    private static boolean isSatisfiedByNone(RequestNode choice) {
        return choice.tree().isTextual()
                && List.of("auto", "none").contains(choice.tree().textValue());
    }

    private static ToolChoice named(RequestNode choice, Shape shape, List<ToolDefinition> tools) {
        RequestNode type = choice.field("type");
        String word = type.required(type.word(List.of("function", "custom", "allowed_tools")));
        return switch (word) {
            case "allowed_tools" -> allowed(shape.inner(choice, word), shape, tools);
            default -> new ToolChoice.Named(name(choice, word, shape, tools));
        };
    }

    private static ToolChoice allowed(RequestNode allowed, Shape shape, List<ToolDefinition> tools) {
        RequestNode mode = allowed.field("mode");
        String modeWord = mode.required(mode.word(List.of("auto", "required")));
        Set<String> names = new LinkedHashSet<>();
        for (RequestNode tool : allowed.field("tools").orMissing().items(1, MAX_TOOLS)) {
            RequestNode type = tool.object().orMissing().field("type");
            String word = type.required(type.word(List.of("function", "custom")));
            names.add(name(tool, word, shape, tools));
        }
        return new ToolChoice.Allowed(
                names, modeWord.equals("required") ? ToolChoice.Mode.REQUIRED : ToolChoice.Mode.AUTO);
    }

    /** @param kind {@code function} or {@code custom}, which the tool must be */
    private static String name(RequestNode reference, String kind, Shape shape, List<ToolDefinition> tools) {
        RequestNode field = shape.inner(reference, kind).field("name");
        String name = field.required(field.string());
        boolean isCustom = kind.equals("custom");
        if (tools.stream().noneMatch(tool -> tool.name().equals(name) && (tool.input() != null) == isCustom)) {
            throw ApiException.invalid(
                    "invalid_value",
                    field.path(),
                    "Invalid value for 'tool_choice': the " + (isCustom ? "custom tool" : "function") + " '"
                            + Text.shorten(name) + "' was not found in the 'tools' parameter.");
        }
        return name;
    }

    static ParallelCalls parallel(RequestNode parallel) {
        return parallel.bool().orElse(true) ? ParallelCalls.ALLOWED : ParallelCalls.ONE_AT_MOST;
    }
}
