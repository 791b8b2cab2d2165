package dev.tenon.toolcalls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.schema.SchemaException;
import java.util.Optional;

/** JSON Schemas that stand in a grammar. */
final class EmbeddedSchemas {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private EmbeddedSchemas() {}

    /** @throws IllegalArgumentException when the text is no schema, or one that is refused */
    static Grammar grammar(String text, SchemaSource schemas) {
        try {
            return schemas.compile(MAPPER.readTree(text), Optional.empty()).grammar();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        } catch (SchemaException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
