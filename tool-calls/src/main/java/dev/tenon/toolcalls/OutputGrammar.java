package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.schema.CompiledSchema;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaException;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaWarning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From a request to the one grammar of its reply. Each choice of tools is a root of its own:
 *
 * <pre>
 * none      content                      or  json
 * auto      content (calls)?             or  calls | json
 * required  calls
 * named     calls of one tool, exactly one
 * </pre>
 *
 * where {@code content} is free text, which cannot contain what opens a call as soon as there are tools, {@code json}
 * is what the reply format asks for, and {@code calls} are written in the model's dialect.
 */
public final class OutputGrammar {
    /** How many calls one reply may contain: as many as the clients of this protocol take. */
    public static final int MAX_CALLS = 128;

    private final OutputRequest request;
    private final ToolCallFormat format;
    private final SchemaOptions options;
    private final CompileLimits limits;
    private final Grammar.Builder builder = Grammar.builder();
    private final List<SchemaWarning> warnings = new ArrayList<>();

    private OutputGrammar(OutputRequest request, ToolCallFormat format, SchemaOptions options, CompileLimits limits) {
        this.request = request;
        this.format = format;
        this.options = options;
        this.limits = limits;
    }

    /**
     * The grammar of a request's reply. Compiles the schema of each tool that may be called.
     *
     * @throws ConstraintException when a schema is not valid, not supported or not satisfiable
     * @throws IllegalArgumentException when the request contradicts itself: a tool is there twice, the named one is not there, or a
     *     call is required and there is no tool
     */
    public static OutputPlan plan(
            OutputRequest request, ToolCallFormat format, SchemaOptions options, CompileLimits limits) {
        requireDistinctNames(request.tools());
        return new OutputGrammar(request, format, options, limits).plan();
    }

    private OutputPlan plan() {
        Optional<Expr> calls = switch (request.choice()) {
            case ToolChoice.None none -> Optional.empty();
            case ToolChoice.Auto auto ->
                request.tools().isEmpty() ? Optional.empty() : Optional.of(calls(request.tools()));
            case ToolChoice.Required required -> Optional.of(requiredCalls());
            case ToolChoice.Named named -> Optional.of(namedCall(named.name()));
        };
        if (calls.isEmpty()) {
            return withoutCalls();
        }
        return switch (request.choice()) {
            case ToolChoice.Required required -> build(calls.get(), Set.of());
            case ToolChoice.Named named -> build(calls.get(), Set.of());
            case ToolChoice.None none -> throw new AssertionError(none);
            case ToolChoice.Auto auto -> withCalls(calls.get());
        };
    }

    private OutputPlan withoutCalls() {
        return switch (request.format()) {
            case ReplyFormat.Text text -> build(content(), Set.of(OutputPlan.CONTENT));
            case ReplyFormat.JsonObject object -> build(anyObject(), Set.of());
            case ReplyFormat.JsonSchema schema -> build(json(schema), Set.of());
        };
    }

    private OutputPlan withCalls(Expr calls) {
        return switch (request.format()) {
            case ReplyFormat.Text text ->
                build(
                        new Expr.Sequence(List.of(content(), new Expr.Choice(List.of(new Expr.Empty(), calls)))),
                        Set.of(OutputPlan.CONTENT));
            case ReplyFormat.JsonObject object -> build(new Expr.Choice(List.of(calls, anyObject())), Set.of());
            case ReplyFormat.JsonSchema schema -> build(new Expr.Choice(List.of(calls, json(schema))), Set.of());
        };
    }

    private OutputPlan build(Expr root, Set<String> freeLabels) {
        return new OutputPlan(builder.build(root), freeLabels, warnings);
    }

    private Expr content() {
        return new Expr.Capture(
                OutputPlan.CONTENT,
                new Expr.Lexeme(request.tools().isEmpty() ? FreeText.any() : FreeText.without(format.trigger())));
    }

    private Expr anyObject() {
        return new Expr.Capture(OutputPlan.JSON, builder.embed(SchemaCompiler.anyObject(options)));
    }

    private Expr json(ReplyFormat.JsonSchema schema) {
        return new Expr.Capture(
                OutputPlan.JSON, compile(schema.schema(), new ConstraintException.Place.ResponseFormat(schema.name())));
    }

    private Expr requiredCalls() {
        if (request.tools().isEmpty()) {
            throw new IllegalArgumentException("a call is required and there is no tool");
        }
        return calls(request.tools());
    }

    private Expr calls(List<ToolDefinition> tools) {
        List<ToolCallFormat.CallableTool> callable = new ArrayList<>();
        for (int i = 0; i < tools.size(); i++) {
            callable.add(callable(tools.get(i), i));
        }
        int maxCalls = switch (request.parallel()) {
            case ALLOWED -> MAX_CALLS;
            case ONE_AT_MOST -> 1;
        };
        return format.calls(callable, maxCalls, options.whitespace());
    }

    private Expr namedCall(String name) {
        for (int i = 0; i < request.tools().size(); i++) {
            if (request.tools().get(i).name().equals(name)) {
                ToolCallFormat.CallableTool tool = callable(request.tools().get(i), i);
                return format.calls(List.of(tool), 1, options.whitespace());
            }
        }
        throw new IllegalArgumentException("the tool to call is not among the tools: " + name);
    }

    private ToolCallFormat.CallableTool callable(ToolDefinition tool, int index) {
        ConstraintException.Place place = new ConstraintException.Place.Tool(index, tool.name());
        return new ToolCallFormat.CallableTool(
                tool.name(), compile(ArgumentsSchema.of(tool.parameters(), place), place));
    }

    private Expr compile(JsonNode schema, ConstraintException.Place place) {
        try {
            CompiledSchema compiled = SchemaCompiler.compile(schema, options, limits);
            warnings.addAll(compiled.warnings());
            return builder.embed(compiled.grammar());
        } catch (SchemaException e) {
            throw new ConstraintException(place, e);
        }
    }

    private static void requireDistinctNames(List<ToolDefinition> tools) {
        Set<String> names = new HashSet<>();
        for (ToolDefinition tool : tools) {
            if (!names.add(tool.name())) {
                throw new IllegalArgumentException("two tools have one name: " + tool.name());
            }
        }
    }
}
