package dev.tenon.server.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.schema.CompiledSchema;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.toolcalls.SchemaSource;
import java.util.Optional;

/**
 * Compiled schemas by their text, so that of many tools those that were there before are not compiled again. Thread-safe;
 * bounded by the characters of the schemas.
 */
final class SchemaCache implements SchemaSource {
    private static final long CACHE_CHARACTERS = 16 << 20;
    private static final int ENTRY_CHARACTERS = 1 << 10;

    private final SchemaOptions options;
    private final CompileLimits limits;
    private final Cache<Key, CompiledSchema> schemas = Caffeine.newBuilder()
            .maximumWeight(CACHE_CHARACTERS)
            .weigher((Key key, CompiledSchema schema) ->
                    ENTRY_CHARACTERS + key.text().length())
            .build();

    /** The text and not the tree, which is equal in any order of members. */
    private record Key(String text, Optional<ArgumentSyntax> syntax) {}

    SchemaCache(SchemaOptions options, CompileLimits limits) {
        this.options = options;
        this.limits = limits;
    }

    @Override
    public CompiledSchema compile(JsonNode schema, Optional<ArgumentSyntax> syntax) {
        return schemas.get(
                new Key(schema.toString(), syntax), key -> SchemaSource.compile(schema, syntax, options, limits));
    }
}
