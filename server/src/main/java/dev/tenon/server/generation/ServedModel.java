package dev.tenon.server.generation;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.llama.LlamaEngine;
import dev.tenon.server.template.JinjaChatTemplate;
import dev.tenon.toolcalls.ControlTokens;
import dev.tenon.toolcalls.PromptBuilder;
import dev.tenon.toolcalls.ToolCallFormat;
import dev.tenon.toolcalls.ToolCallFormats;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A loaded model and how it is spoken to. Immutable; whoever loaded the engine closes it.
 *
 * @param id how the model is called on the wire
 * @param aliases other names that it answers to
 * @param created when it was loaded
 * @param engine the model
 * @param prompts how its prompts are written
 * @param format how it writes calls
 * @param thinking whether it was taught to think before it answers
 */
public record ServedModel(
        String id,
        Set<String> aliases,
        Instant created,
        Engine engine,
        PromptBuilder prompts,
        ToolCallFormat format,
        Thinking thinking) {

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
    public record TextEnds(String begin, String end) {
        private static final String BEGIN_TOKEN = "tokenizer.ggml.bos_token_id";
        private static final String END_TOKEN = "tokenizer.ggml.eos_token_id";

        /** As the model's file has them. */
        public static TextEnds of(LlamaEngine engine) {
            return new TextEnds(token(engine, BEGIN_TOKEN), token(engine, END_TOKEN));
        }

        /** As far as a vocabulary tells: its first END token ends a text. */
        public static TextEnds of(Vocabulary vocabulary) {
            int[] ends = vocabulary.endTokens();
            return new TextEnds("", ends.length == 0 ? "" : text(vocabulary, ends[0]));
        }

        private static String token(LlamaEngine engine, String key) {
            String id = engine.info().metadata().get(key);
            if (id == null || !id.matches("\\d{1,9}")) {
                return "";
            }
            int tokenId = Integer.parseInt(id);
            return tokenId < engine.vocabulary().size() ? text(engine.vocabulary(), tokenId) : "";
        }

        private static String text(Vocabulary vocabulary, int tokenId) {
            return new String(vocabulary.bytes(tokenId), StandardCharsets.UTF_8);
        }
    }

    /** Whether a model was taught to think before it answers. */
    public enum Thinking {
        /** Its template has the tags for it. */
        TAUGHT,
        /** Its template says nothing of it. */
        UNKNOWN
    }

    /**
     * A model with its own template, or ChatML where it has none, and the dialect that the template tells.
     *
     * @param clock for templates that say what day it is, and for the time of loading
     * @throws dev.tenon.toolcalls.TemplateException when the template is too long
     */
    public static ServedModel of(Engine engine, String id, Set<String> aliases, TextEnds ends, Clock clock) {
        return of(engine, id, aliases, ends, clock, Optional.empty());
    }

    /**
     * A model with its own template, or ChatML where it has none.
     *
     * @param clock for templates that say what day it is, and for the time of loading
     * @param dialect the name of its dialect; empty for the one that the template tells
     * @throws IllegalArgumentException when there is no such dialect
     * @throws dev.tenon.toolcalls.TemplateException when the template is too long
     */
    public static ServedModel of(
            Engine engine, String id, Set<String> aliases, TextEnds ends, Clock clock, Optional<String> dialect) {
        String template = engine.chatTemplate().orElse(CHATML);
        ControlTokens tokens = engine.vocabulary()::special;
        ToolCallFormats.Spoken spoken = dialect.map(name -> ToolCallFormats.named(name, template, tokens)
                        .orElseThrow(() -> new IllegalArgumentException("no dialect is called " + name + "; there are "
                                + ToolCallFormats.all(tokens).stream()
                                        .map(ToolCallFormat::name)
                                        .collect(Collectors.joining(", ")))))
                .orElseGet(() -> ToolCallFormats.forTemplate(template, tokens));
        ToolCallFormat format = spoken.format();
        Thinking thinking = thinking(template, format);
        JinjaChatTemplate jinja = new JinjaChatTemplate(template, ends.begin(), ends.end(), clock);
        return new ServedModel(
                id, aliases, clock.instant(), engine, new PromptBuilder(jinja, spoken), format, thinking);
    }

    /** Whether a model was taught to think, as far as its template tells. */
    static Thinking thinking(String template) {
        return thinking(
                template,
                ToolCallFormats.forTemplate(template, ControlTokens.none()).format());
    }

    private static Thinking thinking(String template, ToolCallFormat format) {
        return template.contains(format.reasoning().first()) ? Thinking.TAUGHT : Thinking.UNKNOWN;
    }

    /** Whether the model answers to this name. */
    public boolean answersTo(String name) {
        return id.equals(name) || aliases.contains(name);
    }
}
