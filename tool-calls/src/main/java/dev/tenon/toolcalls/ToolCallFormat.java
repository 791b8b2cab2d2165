package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.schema.SchemaOptions;
import java.util.List;
import java.util.Optional;

/**
 * A dialect: how the models of a family write calls, and how tools, calls and results are told to them where their
 * template does not know how. Per model; immutable and thread-safe.
 */
public sealed interface ToolCallFormat
        permits CommandFormat,
                DeepSeekFormat,
                DsmlFormat,
                FunctionaryFormat,
                GemmaFormat,
                GlmFormat,
                GraniteFormat,
                HarmonyFormat,
                HermesFormat,
                LfmFormat,
                LlamaFormat,
                MistralFormat,
                PhiFormat,
                QwenCoderFormat {
    /** How the dialect is called on the command line and in the documentation. */
    String name();

    /** Which tags are tokens. */
    ControlTokens controlTokens();

    /** The texts that open calls, which free text must not contain. None begins as it ends. At least one. */
    List<String> triggers();

    /** The id of a call as templates of the family take it. */
    default String idInPrompt(String id) {
        return id;
    }

    /** Where in a reply calls may stand. */
    default Placement placement() {
        return Placement.AFTER_CONTENT;
    }

    /** How arguments are written where they are no JSON. */
    default Optional<ArgumentSyntax> arguments() {
        return Optional.empty();
    }

    /** How many calls one reply can hold at the most. */
    default int mostCalls() {
        return OutputGrammar.MAX_CALLS;
    }

    /** How a model of the family thinks before it answers. */
    default ReasoningTags reasoning() {
        return ReasoningTags.THINK;
    }

    /**
     * One or several calls, as {@link OutputPlan#CALLS} with all that is inside; begins with a trigger or with the control
     * token of that name.
     *
     * @param tools what may be called; at least one
     * @param maxCalls how many calls may follow each other, at least 1
     */
    Expr calls(List<CallableTool> tools, int maxCalls, SchemaOptions.Whitespace whitespace);

    /** A reply's content with what the family writes around it. */
    default Expr content(Expr content) {
        return content;
    }

    /** Calls as they stand after content. */
    default Expr afterContent(Expr calls) {
        return calls;
    }

    /** What the family writes between its reasoning and the rest. */
    default Expr afterReasoning() {
        return CallSpaces.upTo(2, 0);
    }

    /** What a system message says about the tools, and about how to call them. */
    default String describeTools(List<ToolDefinition> tools) {
        return ToolsPrompt.describe(tools, this);
    }

    /** Calls as an earlier reply wrote them. */
    String writeCalls(List<ToolCall> calls);

    /**
     * The result of a call, as the model is told of it in a user message.
     *
     * @param name the tool that was called; empty where it is not known
     * @param content the result
     */
    default String writeResult(String name, String content) {
        return ToolsPrompt.result(name, content);
    }

    /** Where in a reply calls may stand. */
    enum Placement {
        /** After content, which may be empty. */
        AFTER_CONTENT,
        /** After content, or without any: content that is there says so at its beginning. */
        AFTER_ADDRESSED_CONTENT,
        /** In place of content. */
        ALONE,
        /** In place of content, which is free but for this: it does not begin with a trigger. */
        AT_BEGINNING
    }

    /**
     * A tool with its arguments compiled.
     *
     * @param name as the model writes it
     * @param arguments the capture of its arguments, with the rules already in the grammar that is being built
     */
    record CallableTool(String name, Expr arguments) {}
}
