package dev.tenon.server.openai;

import dev.tenon.toolcalls.OutputRequest;
import dev.tenon.toolcalls.ParallelCalls;
import dev.tenon.toolcalls.ReplyFormat;
import dev.tenon.toolcalls.ToolChoice;
import dev.tenon.toolcalls.ToolDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code functions} and {@code function_call}, the deprecated names of {@code tools} and {@code tool_choice}: the same
 * constraints, but for at most one call in a reply, as {@code message.function_call} holds no more.
 */
final class FunctionsReader {
    private static final int MAX_FUNCTIONS = 128;

    private FunctionsReader() {}

    /** Which of the two names a request uses; it must not use both. */
    static CallStyle style(RequestNode request) {
        RequestNode functions = request.field("functions");
        RequestNode call = request.field("function_call");
        if (!functions.isPresent()) {
            if (call.isPresent()) {
                throw ApiException.invalid(
                        null, call.path(), "'function_call' is only allowed when 'functions' are specified.");
            }
            return CallStyle.TOOLS;
        }
        for (String newer : List.of("tools", "tool_choice")) {
            if (request.field(newer).isPresent()) {
                throw ApiException.invalid(
                        null,
                        functions.path(),
                        "'functions' and '" + newer + "' cannot be used together. 'functions' is deprecated; use"
                                + " 'tools'.");
            }
        }
        return CallStyle.FUNCTIONS;
    }

    static OutputRequest read(RequestNode request, ReplyFormat format, ApiOptions.Profile profile) {
        List<ToolDefinition> functions = functions(request.field("functions"), profile);
        return new OutputRequest(
                functions, choice(request.field("function_call"), functions), ParallelCalls.ONE_AT_MOST, format);
    }

    private static List<ToolDefinition> functions(RequestNode functions, ApiOptions.Profile profile) {
        List<ToolDefinition> read = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (RequestNode function : functions.items(1, MAX_FUNCTIONS)) {
            ToolDefinition definition =
                    ToolsReader.function(function.object().orMissing(), RequestStyle.FUNCTIONS, profile);
            if (!names.add(definition.name())) {
                throw function.field("name")
                        .invalid(
                                "invalid_value",
                                "function names must be unique, but '" + definition.name() + "' is there twice.");
            }
            read.add(definition);
        }
        return read;
    }

    private static ToolChoice choice(RequestNode call, List<ToolDefinition> functions) {
        if (!call.isPresent()) {
            return new ToolChoice.Auto();
        }
        if (call.tree().isTextual()) {
            String word = call.required(call.word(List.of("none", "auto")));
            return word.equals("none") ? new ToolChoice.None() : new ToolChoice.Auto();
        }
        if (!call.tree().isObject()) {
            throw call.wrongType("one of a string or object");
        }
        RequestNode field = call.field("name");
        String name = field.required(field.string());
        if (functions.stream().noneMatch(function -> function.name().equals(name))) {
            throw ApiException.invalid(
                    "invalid_value",
                    field.path(),
                    "Invalid value for 'function_call': the function '" + Text.shorten(name)
                            + "' was not found in the 'functions' parameter.");
        }
        return new ToolChoice.Named(name);
    }
}
