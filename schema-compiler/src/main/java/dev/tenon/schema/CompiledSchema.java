package dev.tenon.schema;

import dev.tenon.automaton.grammar.Grammar;
import java.util.List;

/**
 * What a schema became.
 *
 * @param grammar the texts that satisfy the schema
 * @param warnings what the caller must be told, each with a JSON Pointer; empty when all is exact
 */
public record CompiledSchema(Grammar grammar, List<SchemaWarning> warnings) {
    public CompiledSchema {
        warnings = List.copyOf(warnings);
    }
}
