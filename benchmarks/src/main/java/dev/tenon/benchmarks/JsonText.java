package dev.tenon.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;

/** The schema of the benchmarks, and texts of it that stop in the states that are measured. */
final class JsonText {
    static final String SCHEMA = """
        {"type": "object", "additionalProperties": false,
         "properties": {
           "name": {"type": "string"},
           "code": {"type": "string", "minLength": 1, "maxLength": 200},
           "tag": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"},
           "count": {"type": "integer", "minimum": 0, "maximum": 100000},
           "any": {}},
         "required": ["name", "code", "tag", "count", "any"]}\
        """;

    private JsonText() {}

    static Grammar grammar() {
        try {
            return SchemaCompiler.compile(
                            new ObjectMapper().readTree(SCHEMA), SchemaOptions.defaults(), CompileLimits.defaults())
                    .grammar();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text up to a state by name. */
    static String upTo(String state) {
        String name = "{\"name\": \"Ada Lovelace";
        String code = name + "\", \"code\": \"first";
        String tag = code + "\", \"tag\": \"one";
        String count = tag + "\", \"count\": 12";
        return switch (state) {
            case "start" -> "";
            case "key" -> "{\"";
            case "string" -> name;
            case "counted" -> code;
            case "pattern" -> tag;
            case "number" -> count;
            case "anyValue" -> count + ", \"any\": ";
            case "anyKey" -> count + ", \"any\": {\"a\": 1, \"";
            default -> throw new IllegalArgumentException("no state " + state);
        };
    }
}
