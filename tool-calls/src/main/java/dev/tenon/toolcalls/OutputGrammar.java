package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.schema.ArgumentSyntax;
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
 * allowed   as auto or required, of some tools
 * </pre>
 *
 * where {@code content} is free text, which cannot contain what opens a call as soon as there are tools, {@code json}
 * is what the reply format asks for, and {@code calls} are written in the model's dialect. Before each may come what the
 * model thinks ({@link ReasoningGrammar}).
 */
public final class OutputGrammar {
    /** How many calls one reply may contain: as many as the clients of this protocol take. */
    public static final int MAX_CALLS = 128;

    private final OutputRequest request;
    private final ToolCallFormat format;
    private final SchemaOptions options;
    private final SchemaSource schemas;
    private final WrittenGrammar written;
    private final Grammar.Builder builder = Grammar.builder();
    private final List<SchemaWarning> warnings = new ArrayList<>();

    private OutputGrammar(
            OutputRequest request,
            ToolCallFormat format,
            SchemaOptions options,
            CompileLimits limits,
            SchemaSource schemas) {
        this.request = request;
        this.format = format;
        this.options = options;
        this.schemas = schemas;
        this.written =
                new WrittenGrammar(format.controlTokens(), text -> EmbeddedSchemas.grammar(text, schemas), limits);
    }

    /**
     * The grammar of a request's reply. Compiles the schema of each tool that may be called, and what the reply format asks for,
     * also where only calls may come.
     *
     * @throws ConstraintException when a schema is not valid, not supported or not satisfiable
     * @throws IllegalArgumentException when the request contradicts itself: a tool is there twice, the named one is not there, or a
     *     call is required and there is no tool
     */
    public static OutputPlan plan(
            OutputRequest request, ToolCallFormat format, SchemaOptions options, CompileLimits limits) {
        return plan(
                request,
                format,
                options,
                limits,
                (schema, syntax) -> SchemaSource.compile(schema, syntax, options, limits));
    }

    /**
     * The grammar of a request's reply, with schemas compiled elsewhere.
     *
     * @param schemas compiles under the same options and limits
     * @throws ConstraintException when a schema is not valid, not supported or not satisfiable
     * @throws IllegalArgumentException when the request contradicts itself, as above
     */
    public static OutputPlan plan(
            OutputRequest request,
            ToolCallFormat format,
            SchemaOptions options,
            CompileLimits limits,
            SchemaSource schemas) {
        requireDistinctNames(request.tools());
        return new OutputGrammar(request, format, options, limits, schemas).plan();
    }

    private OutputPlan plan() {
        return switch (request.choice()) {
            case ToolChoice.None none -> withoutCalls();
            case ToolChoice.Auto auto -> request.tools().isEmpty() ? withoutCalls() : withCalls(calls(request.tools()));
            case ToolChoice.Required required -> onlyCalls(calls(required()));
            case ToolChoice.Named named -> onlyCalls(namedCall(named.name()));
            case ToolChoice.Allowed allowed -> {
                List<ToolDefinition> tools = request.tools().stream()
                        .filter(tool -> allowed.names().contains(tool.name()))
                        .toList();
                yield switch (allowed.mode()) {
                    case AUTO -> tools.isEmpty() ? withoutCalls() : withCalls(calls(tools));
                    case REQUIRED -> onlyCalls(calls(required(tools)));
                };
            }
        };
    }

    private OutputPlan withoutCalls() {
        return switch (request.format()) {
            case ReplyFormat.Text text -> build(format.content(content()), Set.of(OutputPlan.CONTENT));
            case ReplyFormat.JsonObject object -> build(format.content(constrained()), Set.of());
            case ReplyFormat.JsonSchema schema -> build(format.content(constrained()), Set.of());
            case ReplyFormat.Choice choice -> build(format.content(constrained()), Set.of());
            case ReplyFormat.Written written -> build(format.content(constrained()), Set.of());
        };
    }

    private OutputPlan withCalls(Expr calls) {
        return switch (request.format()) {
            case ReplyFormat.Text text -> build(contentOrCalls(calls), Set.of(OutputPlan.CONTENT));
            case ReplyFormat.JsonObject object -> callsOrConstrained(calls);
            case ReplyFormat.JsonSchema schema -> callsOrConstrained(calls);
            case ReplyFormat.Choice choice -> callsOrConstrained(calls);
            case ReplyFormat.Written written -> callsOrConstrained(calls);
        };
    }

    private OutputPlan callsOrConstrained(Expr calls) {
        return build(CallSpelling.either(calls, format.content(constrained())), Set.of());
    }

    /**
     * The reply has no content. What content would have to be is made and left out all the same, since a format that cannot be
     * enforced is a mistake of the request's, which would otherwise show only once the model may choose.
     */
    private OutputPlan onlyCalls(Expr calls) {
        switch (request.format()) {
            case ReplyFormat.Text text -> {}
            case ReplyFormat.JsonObject object -> {}
            case ReplyFormat.Choice choice -> {}
            case ReplyFormat.JsonSchema schema -> asked(schema);
            case ReplyFormat.Written text -> asked(text);
        }
        return build(calls, Set.of());
    }

    private Expr contentOrCalls(Expr calls) {
        Expr content = format.content(content());
        return switch (format.placement()) {
            case ALONE, AT_BEGINNING -> CallSpelling.either(calls, content);
            case AFTER_CONTENT -> CallSpelling.sequence(content, CallSpelling.optional(format.afterContent(calls)));
            case AFTER_ADDRESSED_CONTENT ->
                CallSpelling.either(
                        calls, CallSpelling.sequence(content, CallSpelling.optional(format.afterContent(calls))));
        };
    }

    private OutputPlan build(Expr reply, Set<String> freeLabels) {
        ReasoningGrammar reasoning = new ReasoningGrammar(format);
        Expr root = switch (request.reasoning()) {
            case NONE -> reply;
            case POSSIBLE -> CallSpelling.sequence(CallSpelling.optional(reasoning.opened()), reply);
            case BEGUN -> CallSpelling.sequence(reasoning.begun(), reply);
        };
        return new OutputPlan(builder.build(root), freeLabels, format.arguments(), warnings);
    }

    private Expr content() {
        List<String> triggers = request.tools().isEmpty() ? List.of() : format.triggers();
        ByteDfa text = switch (format.placement()) {
            case AFTER_CONTENT, AFTER_ADDRESSED_CONTENT, ALONE -> FreeText.without(triggers);
            case AT_BEGINNING -> {
                ByteDfa free = FreeText.any();
                for (String trigger : triggers) {
                    free = FreeText.notBeginningWith(trigger, free);
                }
                yield free;
            }
        };
        return new Expr.Capture(
                OutputPlan.CONTENT,
                new Expr.Lexeme(
                        request.reasoning() == OutputRequest.Reasoning.POSSIBLE
                                ? FreeText.notBeginningWith(format.reasoning().first(), text)
                                : text));
    }

    private Expr constrained() {
        Grammar grammar = switch (request.format()) {
            case ReplyFormat.Text text -> throw new AssertionError(text);
            case ReplyFormat.JsonObject object -> SchemaCompiler.anyObject(options);
            case ReplyFormat.JsonSchema schema -> asked(schema);
            case ReplyFormat.Choice choice -> WrittenGrammar.choice(choice.texts());
            case ReplyFormat.Written text -> asked(text);
        };
        return new Expr.Capture(OutputPlan.JSON, builder.embed(grammar));
    }

    private Grammar asked(ReplyFormat.JsonSchema schema) {
        return compile(schema.schema(), Optional.empty(), new ConstraintException.Place.ResponseFormat(schema.name()));
    }

    private Grammar asked(ReplyFormat.Written text) {
        return written.of(text.language(), new ConstraintException.Place.Field(text.field()), warnings);
    }

    private List<ToolDefinition> required() {
        return required(request.tools());
    }

    private static List<ToolDefinition> required(List<ToolDefinition> tools) {
        if (tools.isEmpty()) {
            throw new IllegalArgumentException("a call is required and there is no tool");
        }
        return tools;
    }

    private Expr calls(List<ToolDefinition> tools) {
        int maxCalls = switch (request.parallel()) {
            case ALLOWED -> format.mostCalls();
            case ONE_AT_MOST -> 1;
        };
        return format.calls(tools.stream().map(this::callable).toList(), maxCalls, options.whitespace());
    }

    private Expr namedCall(String name) {
        for (ToolDefinition tool : request.tools()) {
            if (tool.name().equals(name)) {
                return format.calls(List.of(callable(tool)), 1, options.whitespace());
            }
        }
        throw new IllegalArgumentException("the tool to call is not among the tools: " + name);
    }

    private ToolCallFormat.CallableTool callable(ToolDefinition tool) {
        int index = request.tools().indexOf(tool);
        ToolDefinition.CustomInput input = tool.input();
        if (input != null) {
            ConstraintException.Place place =
                    new ConstraintException.Place.Field("tools[" + index + "].custom.format.grammar.definition");
            return new ToolCallFormat.CallableTool(
                    tool.name(), new CustomArguments(format, builder).of(text(input, place)));
        }
        ConstraintException.Place place = new ConstraintException.Place.Tool(index, tool.name());
        JsonNode schema = ArgumentsSchema.of(tool.parameters(), place);
        String label = format.arguments().isEmpty() ? OutputPlan.ARGUMENTS : OutputPlan.ARGUMENT_LIST;
        return new ToolCallFormat.CallableTool(
                tool.name(), new Expr.Capture(label, builder.embed(compile(schema, format.arguments(), place))));
    }

    private Grammar text(ToolDefinition.CustomInput input, ConstraintException.Place place) {
        return switch (input) {
            case ToolDefinition.CustomInput.Text text -> Grammar.of(new Expr.Lexeme(FreeText.any()));
            case ToolDefinition.CustomInput.Written text -> written.of(text.language(), place, warnings);
        };
    }

    private Grammar compile(JsonNode schema, Optional<ArgumentSyntax> syntax, ConstraintException.Place place) {
        try {
            CompiledSchema compiled = schemas.compile(schema, syntax);
            warnings.addAll(compiled.warnings());
            return compiled.grammar();
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
