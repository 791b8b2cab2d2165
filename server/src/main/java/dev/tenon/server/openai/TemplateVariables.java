package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a request tells the chat template: {@code chat_template_kwargs}, as vLLM and llama.cpp call it, and what {@code
 * reasoning_effort} means to templates. Immutable.
 *
 * <pre>
 * reasoning_effort: "none"   enable_thinking = false (Qwen, GLM), thinking = false (DeepSeek, Granite)
 * reasoning_effort: WORD     reasoning_effort = WORD (GPT-OSS)
 * </pre>
 *
 * @param values the variables, by name
 * @param wishes which field asks for which variables
 */
record TemplateVariables(Map<String, JsonNode> values, List<Wish> wishes) {
    static final String FIELD = "chat_template_kwargs";
    static final String THINKING = "enable_thinking";

    /** What templates call the effort, and chat completions, too. */
    private static final String EFFORT = ReasoningReader.FIELD;

    /** What {@link #THINKING} is called by other families of models. */
    private static final String ALSO_THINKING = "thinking";

    /** What the server itself tells templates: to give it another value would be to lose the conversation. */
    private static final Set<String> OURS =
            Set.of("messages", "tools", "functions", "datetime", "add_generation_prompt", "bos_token", "eos_token");

    private static final int MAX_VARIABLES = 64;
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_CHARACTERS = 1 << 16;

    /** Copies the collections. */
    TemplateVariables {
        values = Map.copyOf(values);
        wishes = List.copyOf(wishes);
    }

    /**
     * A field that has an effect where the template reads one of some variables.
     *
     * @param steersReasoning whether it has one, too, where the model thinks before it answers
     */
    record Wish(String field, List<String> variables, boolean steersReasoning) {
        Wish {
            variables = List.copyOf(variables);
        }
    }

    /** The fields without effect, for a template that reads these variables. */
    List<String> ignored(Predicate<String> isRead, boolean thinks) {
        return wishes.stream()
                .filter(wish -> wish.variables.stream().noneMatch(isRead) && !(thinks && wish.steersReasoning))
                .map(Wish::field)
                .toList();
    }

    /**
     * Reads both fields.
     *
     * @param effort the effort, wherever the request has it
     * @throws ApiException when they contradict each other, too, since one of them would have no effect
     */
    static TemplateVariables read(RequestNode request, RequestNode effort) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        List<Wish> wishes = new ArrayList<>();
        RequestNode given = request.field(FIELD).object();
        int characters = 0;
        for (Map.Entry<String, RequestNode> member : given.members()) {
            String name = member.getKey();
            JsonNode value = given.tree().get(name);
            characters += name.length() + value.toString().length();
            check(name, member.getValue());
            if (values.size() == MAX_VARIABLES || characters > MAX_CHARACTERS) {
                throw given.invalid(
                        "invalid_value",
                        "too large. Expected at most " + MAX_VARIABLES + " variables of " + MAX_CHARACTERS
                                + " characters of JSON in all.");
            }
            values.put(name, value);
            wishes.add(new Wish(member.getValue().path(), List.of(name), name.equals(THINKING)));
        }
        Optional<Boolean> thinking = given.field(THINKING).bool();
        effort.word(ReasoningReader.EFFORTS).ifPresent(word -> {
            boolean isOff = word.equals(ReasoningReader.OFF);
            if (thinking.isPresent() && thinking.get() == isOff) {
                throw contradiction(given.field(THINKING), effort);
            }
            if (values.getOrDefault(EFFORT, effort.tree()).equals(effort.tree())) {
                values.put(EFFORT, effort.tree());
            } else {
                throw contradiction(given.field(EFFORT), effort);
            }
            if (isOff) {
                values.putIfAbsent(THINKING, BooleanNode.FALSE);
                values.putIfAbsent(ALSO_THINKING, BooleanNode.FALSE);
            }
            wishes.add(
                    new Wish(effort.path(), isOff ? List.of(EFFORT, THINKING, ALSO_THINKING) : List.of(EFFORT), true));
        });
        return new TemplateVariables(values, wishes);
    }

    private static void check(String name, RequestNode variable) {
        if (name.length() > MAX_NAME_LENGTH) {
            throw ApiException.invalid(
                    "invalid_value",
                    FIELD,
                    "Invalid '" + FIELD + "': a name is too long. Expected names of at most " + MAX_NAME_LENGTH
                            + " characters, but got '" + Text.shorten(name) + "' instead.");
        }
        if (OURS.contains(name)) {
            throw variable.invalid(
                    "invalid_value", "the template is told this by the server, from the request's other fields.");
        }
    }

    private static ApiException contradiction(RequestNode variable, RequestNode effort) {
        return variable.invalid("invalid_value", "it contradicts '" + effort.path() + "'.");
    }
}
