package dev.tenon.server.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.server.generation.GivenPrompt;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code prompt}: a string, several, an array of token ids, or several; strings and arrays of ids may be mixed. */
final class PromptReader {
    /** As OpenAI's inputs of embeddings; more would be a job and not a request. */
    private static final int MAX_PROMPTS = 2_048;

    private PromptReader() {}

    /**
     * A prompt and how it is echoed.
     *
     * @param prompt the prompt
     * @param text its text; U+FFFD stands in it for bytes of tokens that are no UTF-8
     */
    record Prompt(GivenPrompt prompt, String text) {}

    /**
     * The prompts, at least one.
     *
     * @param vocabulary of the model, for checking ids and for their text
     */
    static List<Prompt> read(RequestNode field, Vocabulary vocabulary) {
        JsonNode value = field.tree();
        if (value.isTextual() || TokenArrays.isOne(value)) {
            return List.of(one(field, vocabulary));
        }
        if (!value.isArray()) {
            throw field.wrongType("a string, an array of strings, an array of integers, or an array of such arrays");
        }
        List<Prompt> prompts = new ArrayList<>();
        for (RequestNode item : field.items(1, MAX_PROMPTS)) {
            prompts.add(one(item.orMissing(), vocabulary));
        }
        return prompts;
    }

    private static Prompt one(RequestNode field, Vocabulary vocabulary) {
        JsonNode value = field.tree();
        if (value.isTextual()) {
            return new Prompt(new GivenPrompt.Text(value.textValue()), value.textValue());
        }
        if (!value.isArray()) {
            throw field.wrongType("a string or an array of integers");
        }
        int[] ids = TokenArrays.read(field, vocabulary.size());
        return new Prompt(new GivenPrompt.Tokens(ids), TokenText.lenient(TokenText.bytes(ids, vocabulary)));
    }
}
