package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;

/** STUB. JSON Schema to grammar; stateless and thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class SchemaCompiler {
    private SchemaCompiler() {}

    /** Compiles a schema. @throws SchemaException with pointer, keyword and reason */
    public static CompiledSchema compile(JsonNode schema, SchemaOptions options, CompileLimits limits) {
        throw new IllegalStateException();
    }

    /** The grammar of any JSON value, or of any JSON object. */
    public static Grammar anyValue(SchemaOptions options) {
        throw new IllegalStateException();
    }

    public static Grammar anyObject(SchemaOptions options) {
        throw new IllegalStateException();
    }
}
