package dev.tenon.toolcalls;

import java.util.List;
import java.util.Optional;

/** Which dialect a model speaks. */
public final class ToolCallFormats {
    private ToolCallFormats() {}

    /**
     * A dialect, and who tells the model of it.
     *
     * @param format the dialect
     * @param telling whether the template does
     */
    public record Spoken(ToolCallFormat format, Telling telling) {}

    /** Who tells a model about tools and calls. */
    public enum Telling {
        /** Its template. */
        TEMPLATE,
        /** Its template tells of tools and results, and has no form for earlier calls: they are part of the content. */
        TEMPLATE_WITHOUT_CALLS,
        /** The conversation is rewritten: {@link PromptBuilder}. */
        PROMPT
    }

    /**
     * The dialect of the model that a chat template belongs to. A model whose template knows none is told of the Hermes
     * form, Gemma of its own.
     *
     * @param template source of the chat template; empty where the model has none
     * @param controlTokens of the model's vocabulary
     */
    public static Spoken forTemplate(String template, ControlTokens controlTokens) {
        Optional<ToolCallFormat> known = known(template, controlTokens);
        if (known.isPresent()) {
            return new Spoken(known.get(), telling(template));
        }
        return new Spoken(
                template.contains("<start_of_turn>") ? new GemmaFormat() : new HermesFormat(controlTokens),
                Telling.PROMPT);
    }

    private static Telling telling(String template) {
        if (!template.contains("tools")) {
            return Telling.PROMPT;
        }
        return template.contains("tool_calls") ? Telling.TEMPLATE : Telling.TEMPLATE_WITHOUT_CALLS;
    }

    /** Each template is known by what it alone writes; those with more of their own come first. */
    private static Optional<ToolCallFormat> known(String template, ControlTokens tokens) {
        if (template.contains("｜DSML｜")) {
            return Optional.of(new DsmlFormat(
                    tokens,
                    template.contains("function_calls>")
                            ? DsmlFormat.Form.FUNCTION_CALLS
                            : DsmlFormat.Form.TOOL_CALLS));
        }
        if (template.contains("<｜tool▁calls▁begin｜>")) {
            return Optional.of(new DeepSeekFormat(
                    tokens, template.contains("```json") ? DeepSeekFormat.Form.FENCED : DeepSeekFormat.Form.PLAIN));
        }
        if (template.contains("<|channel|>") && template.contains("<|start|>")) {
            return Optional.of(new HarmonyFormat(tokens));
        }
        if (template.contains("<tool_call>") && template.contains("<function=") && template.contains("<parameter=")) {
            return Optional.of(new QwenCoderFormat(tokens));
        }
        if (template.contains("<arg_key>")) {
            return Optional.of(new GlmFormat(tokens));
        }
        if (template.contains("[TOOL_CALLS]")) {
            return Optional.of(new MistralFormat(
                    tokens, template.contains("[ARGS]") ? MistralFormat.Form.TAGS : MistralFormat.Form.LIST));
        }
        if (template.contains("<|START_ACTION|>")) {
            return Optional.of(new CommandFormat(tokens, CommandFormat.Form.TAGS));
        }
        if (template.contains("Action:") && template.contains("\"tool_name\"")) {
            return Optional.of(new CommandFormat(tokens, CommandFormat.Form.FENCED));
        }
        if (template.contains("<|tool_call_start|>") || template.contains("<|tool_list_start|>")) {
            return Optional.of(new LfmFormat(tokens));
        }
        if (template.contains("<|/tool_call|>") || (template.contains("<|tool|>") && template.contains("<|/tool|>"))) {
            return Optional.of(new PhiFormat(tokens));
        }
        if (template.contains("<|tool_call|>")) {
            return Optional.of(new GraniteFormat(tokens));
        }
        if (template.contains(">>>all") || template.contains(">>>${recipient}")) {
            return Optional.of(new FunctionaryFormat(FunctionaryFormat.Form.RECIPIENTS));
        }
        if (template.contains("<function=") && !template.contains("<parameter=")) {
            return Optional.of(new FunctionaryFormat(FunctionaryFormat.Form.TAGS));
        }
        if (template.contains("<tool_call>") && !template.contains("<invoke name=")) {
            return Optional.of(new HermesFormat(tokens));
        }
        boolean isLlama = template.contains("<|start_header_id|>") && template.contains("\"parameters\"");
        return isLlama ? Optional.of(new LlamaFormat(tokens)) : Optional.empty();
    }

    /** The dialects, each with its name. */
    public static List<ToolCallFormat> all(ControlTokens tokens) {
        return List.of(
                new HermesFormat(tokens),
                new QwenCoderFormat(tokens),
                new LlamaFormat(tokens),
                new MistralFormat(tokens, MistralFormat.Form.LIST),
                new MistralFormat(tokens, MistralFormat.Form.TAGS),
                new DeepSeekFormat(tokens, DeepSeekFormat.Form.FENCED),
                new DeepSeekFormat(tokens, DeepSeekFormat.Form.PLAIN),
                new DsmlFormat(tokens, DsmlFormat.Form.FUNCTION_CALLS),
                new DsmlFormat(tokens, DsmlFormat.Form.TOOL_CALLS),
                new CommandFormat(tokens, CommandFormat.Form.FENCED),
                new CommandFormat(tokens, CommandFormat.Form.TAGS),
                new GraniteFormat(tokens),
                new PhiFormat(tokens),
                new FunctionaryFormat(FunctionaryFormat.Form.TAGS),
                new FunctionaryFormat(FunctionaryFormat.Form.RECIPIENTS),
                new LfmFormat(tokens),
                new GlmFormat(tokens),
                new HarmonyFormat(tokens),
                new GemmaFormat());
    }

    /**
     * The dialect of a name, where someone knows better than the template.
     *
     * @return empty when there is none of that name
     */
    public static Optional<Spoken> named(String name, String template, ControlTokens tokens) {
        Spoken own = forTemplate(template, tokens);
        if (own.format().name().equals(name)) {
            return Optional.of(own);
        }
        return all(tokens).stream()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .map(format -> new Spoken(format, Telling.PROMPT));
    }
}
