package dev.tenon.toolcalls;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.schema.CompiledSchema;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import java.util.Optional;

/** Where the grammars of schemas come from: a compiler, or one that remembers. */
@FunctionalInterface
public interface SchemaSource {
    /**
     * The grammar of a schema.
     *
     * @param syntax how a tool's arguments are written where they are no JSON
     * @throws dev.tenon.schema.SchemaException when it is refused
     */
    CompiledSchema compile(JsonNode schema, Optional<ArgumentSyntax> syntax);

    /** Compiles anew. */
    static CompiledSchema compile(
            JsonNode schema, Optional<ArgumentSyntax> syntax, SchemaOptions options, CompileLimits limits) {
        return syntax.isEmpty()
                ? SchemaCompiler.compile(schema, options, limits)
                : SchemaCompiler.compileArguments(schema, syntax.get(), options, limits);
    }
}
