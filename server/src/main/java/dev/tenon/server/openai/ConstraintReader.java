package dev.tenon.server.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.toolcalls.ReplyFormat;
import dev.tenon.toolcalls.WrittenLanguage;
import dev.tenon.toolcalls.WrittenLanguage.Notation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what constrains the content of an answer where the endpoint's own field, {@code response_format} or {@code
 * text.format}, does not: the fields that clients of other servers send. One constraint at the most; none is passed over.
 *
 * <pre>
 * vLLM       structured_outputs {json, regex, choice, grammar, json_object}, guided_json, _regex, _choice, _grammar
 * llama.cpp  grammar (GBNF), json_schema
 * Ollama     format ("json" or a schema)
 * SGLang     regex, ebnf (GBNF), json_schema as text
 * </pre>
 */
final class ConstraintReader {
    /** The fields in {@code response_format}'s place. */
    static final List<String> FIELDS = List.of(
            "structured_outputs",
            "guided_json",
            "guided_regex",
            "guided_choice",
            "guided_grammar",
            "grammar",
            "json_schema",
            "format",
            "regex",
            "ebnf");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MAX_TEXTS = 10_000;

    private ConstraintReader() {}

    /**
     * Reads them all.
     *
     * @param asked what the endpoint's own field asks for
     * @param own the name of that field
     */
    static ReplyFormat read(RequestNode request, ReplyFormat asked, String own) {
        Optional<RequestNode> only = Optional.empty();
        for (String name : FIELDS) {
            RequestNode field = request.field(name);
            if (!field.isPresent()) {
                continue;
            }
            if (!(asked instanceof ReplyFormat.Text)) {
                throw conflict(field, own);
            }
            if (only.isPresent()) {
                throw conflict(field, only.get().path());
            }
            only = Optional.of(field);
        }
        return only.map(field -> foreign(field.path(), field)).orElse(asked);
    }

    private static ApiException conflict(RequestNode field, String other) {
        return ApiException.invalid(
                "invalid_value", field.path(), "'" + field.path() + "' and '" + other + "' cannot be used together.");
    }

    private static ReplyFormat foreign(String name, RequestNode field) {
        return switch (name) {
            case "structured_outputs" -> structuredOutputs(field);
            case "guided_json", "json_schema", "json" -> schema(field);
            case "guided_regex", "regex" -> written(field, Notation.REGEX);
            case "guided_choice", "choice" -> choice(field);
            case "guided_grammar" -> written(field, notation(text(field)));
            case "grammar", "ebnf" -> written(field, Notation.GBNF);
            case "format" -> format(field);
            default -> throw new AssertionError(name);
        };
    }

    private static ReplyFormat structuredOutputs(RequestNode field) {
        Optional<ReplyFormat> only = Optional.empty();
        for (var member : field.members()) {
            RequestNode value = member.getValue();
            if (!value.isPresent()) {
                continue;
            }
            if (only.isPresent()) {
                throw ApiException.invalid(
                        "invalid_value", value.path(), "'" + field.path() + "' can hold one constraint and no more.");
            }
            only = Optional.of(
                    switch (member.getKey()) {
                        case "json" -> schema(value);
                        case "regex" -> written(value, Notation.REGEX);
                        case "choice" -> choice(value);
                        case "grammar" -> written(value, notation(text(value)));
                        case "json_object" -> {
                            if (!value.required(value.bool())) {
                                throw value.unsupported("Unsupported value: '" + value.path() + "' can only be true.");
                            }
                            yield new ReplyFormat.JsonObject();
                        }
                        default ->
                            throw value.unsupported("Unsupported parameter: '" + value.path()
                                    + "' is not supported by this server; use 'json', 'regex', 'choice', 'grammar' or"
                                    + " 'json_object'.");
                    });
        }
        return only.orElseThrow(() -> ApiException.invalid(
                "missing_required_parameter", field.path(), "'" + field.path() + "' holds no constraint."));
    }

    /** A schema, or the text of one. */
    private static ReplyFormat schema(RequestNode field) {
        JsonNode schema = field.tree();
        if (schema.isTextual()) {
            schema = parsed(field);
        }
        if (!schema.isObject() && !schema.isBoolean()) {
            throw field.wrongType("a JSON Schema or the text of one");
        }
        return new ReplyFormat.JsonSchema(field.path(), schema);
    }

    private static JsonNode parsed(RequestNode field) {
        try {
            return MAPPER.readTree(field.tree().textValue());
        } catch (JsonProcessingException e) {
            throw field.invalid("invalid_value", "no JSON: " + e.getOriginalMessage() + ".");
        }
    }

    private static ReplyFormat format(RequestNode field) {
        boolean isWord = field.tree().isTextual() && field.tree().textValue().equals("json");
        return isWord ? new ReplyFormat.JsonObject() : schema(field);
    }

    private static ReplyFormat choice(RequestNode field) {
        List<String> texts = new ArrayList<>();
        for (RequestNode item : field.items(1, MAX_TEXTS)) {
            texts.add(item.required(item.string()));
        }
        return new ReplyFormat.Choice(field.path(), texts);
    }

    private static ReplyFormat written(RequestNode field, Notation notation) {
        return new ReplyFormat.Written(field.path(), new WrittenLanguage(notation, text(field)));
    }

    private static String text(RequestNode field) {
        return field.required(field.string());
    }

    /** vLLM takes both notations under one name and tells them apart in the same way: GBNF defines by {@code ::=}. */
    private static Notation notation(String grammar) {
        return grammar.contains("::=") ? Notation.GBNF : Notation.LARK;
    }
}
