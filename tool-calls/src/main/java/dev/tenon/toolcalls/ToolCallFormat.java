package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.SchemaOptions;
import java.util.List;

/**
 * A dialect: how the models of a family write calls, and how tools, calls and results are told to them where their
 * template does not know how. Per model; immutable and thread-safe.
 */
public sealed interface ToolCallFormat permits HermesFormat {
    /** The text that opens a call, which free text must not contain. Its beginning is not also its end. */
    String trigger();

    /**
     * One or several calls, as {@link OutputPlan#CALLS} with all that is inside; begins with {@link #trigger} or with
     * the control token of that name.
     *
     * @param tools what may be called; at least one
     * @param maxCalls how many calls may follow each other, at least 1
     */
    Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace);

    /** What a system message says about the tools, and about how to call them. */
    String describeTools(List<ToolDefinition> tools);

    /** Calls as an earlier reply wrote them. */
    String writeCalls(List<ToolCall> calls);

    /**
     * The result of a call, as the model is told of it in a user message.
     *
     * @param name the tool that was called; empty where it is not known
     * @param content the result
     */
    String writeResult(String name, String content);

    /**
     * A tool with its arguments compiled.
     *
     * @param name as the model writes it
     * @param arguments the JSON texts of its arguments, with the rules already in the grammar that is being built
     */
    record CallableTool(String name, Expr arguments) {}
}
