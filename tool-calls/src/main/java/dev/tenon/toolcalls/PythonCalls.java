package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.ArgumentSyntax;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Calls written as in Python: {@code get_weather(city="Oslo", celsius=True)}. Strings are between double quotes and are
 * escaped as in JSON, which Python reads the same way; lists and dicts are JSON but for {@code None}, {@code True} and
 * {@code False}.
 */
final class PythonCalls {
    static final ArgumentSyntax SYNTAX = new ArgumentSyntax(
            "",
            "=",
            ArgumentSyntax.Names.IDENTIFIERS,
            new Expr.Capture(
                    ArgumentSyntax.MARK, CallSpelling.sequence(CallSpelling.literal(","), CallSpaces.upTo(0, 1))),
            new Expr.Empty(),
            new Expr.Empty(),
            Optional.empty(),
            ArgumentSyntax.Literals.PYTHON);

    private PythonCalls() {}

    static Expr call(List<ToolCallFormat.CallableTool> tools) {
        return CallSpelling.sequence(
                CallSpelling.nameAndArguments(tools, CallSpelling.literal("(")), CallSpelling.literal(")"));
    }

    static String write(ToolCall call) {
        return ToolsPrompt.members(call).properties().stream()
                .map(PythonCalls::argument)
                .collect(Collectors.joining(", ", call.name() + "(", ")"));
    }

    private static String argument(Map.Entry<String, JsonNode> member) {
        return member.getKey() + "=" + PythonJson.literal(member.getValue());
    }
}
