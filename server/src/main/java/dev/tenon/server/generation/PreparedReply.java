package dev.tenon.server.generation;

import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.schema.SchemaWarning;
import java.util.List;
import java.util.Set;

/**
 * A request that can be run. Immutable, but for the array, which nobody writes to.
 *
 * @param prompt the rendered prompt's tokens
 * @param grammar what the reply may be
 * @param freeLabels captures in which stop strings apply
 * @param warnings what the client must be told about its schemas
 */
public record PreparedReply(
        int[] prompt, CompiledGrammar grammar, Set<String> freeLabels, List<SchemaWarning> warnings) {
    /** Copies the collections. */
    public PreparedReply {
        freeLabels = Set.copyOf(freeLabels);
        warnings = List.copyOf(warnings);
    }
}
