package dev.tenon.server.generation;

import dev.tenon.sampler.engine.Engine;
import dev.tenon.server.template.JinjaChatTemplate;
import dev.tenon.toolcalls.PromptBuilder;
import dev.tenon.toolcalls.ToolCallFormat;
import dev.tenon.toolcalls.ToolCallFormats;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/**
 * A loaded model and how it is spoken to. Immutable; whoever loaded the engine closes it.
 *
 * @param id how the model is called on the wire
 * @param aliases other names that it answers to
 * @param created when it was loaded
 * @param engine the model
 * @param prompts how its prompts are written
 * @param format how it writes calls
 */
public record ServedModel(
        String id, Set<String> aliases, Instant created, Engine engine, PromptBuilder prompts, ToolCallFormat format) {

    /** For a model without a template of its own: the form that most models of today were trained on, or close to it. */
    private static final String CHATML = """
        {%- for message in messages -%}
        {{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}
        {%- endfor -%}
        {%- if add_generation_prompt -%}
        {{ '<|im_start|>assistant\\n' }}
        {%- endif -%}
        """;

    /** Copies the names. */
    public ServedModel {
        aliases = Set.copyOf(aliases);
    }

    /**
     * The names of the tokens at the ends of a text, as templates write them; empty where there is none.
     *
     * @param begin what begins a sequence
     * @param end what ends one
     */
    public record TextEnds(String begin, String end) {}

    /**
     * A model with its own template, or ChatML where it has none.
     *
     * @param clock for templates that say what day it is, and for the time of loading
     * @throws dev.tenon.toolcalls.TemplateException when the template is too long
     */
    public static ServedModel of(Engine engine, String id, Set<String> aliases, TextEnds ends, Clock clock) {
        String template = engine.chatTemplate().orElse(CHATML);
        ToolCallFormat format = ToolCallFormats.forTemplate(template, engine.vocabulary()::special);
        JinjaChatTemplate jinja = new JinjaChatTemplate(template, ends.begin(), ends.end(), clock);
        return new ServedModel(id, aliases, clock.instant(), engine, new PromptBuilder(jinja, format), format);
    }

    /** Whether the model answers to this name. */
    public boolean answersTo(String name) {
        return id.equals(name) || aliases.contains(name);
    }
}
