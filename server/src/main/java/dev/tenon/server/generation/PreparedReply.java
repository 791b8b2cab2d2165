package dev.tenon.server.generation;

import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.sampler.TokenBudget;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.schema.SchemaWarning;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request that can be run. Immutable, but for the array, which nobody writes to.
 *
 * @param prompt the rendered prompt's tokens
 * @param grammar what the reply may be
 * @param freeLabels captures in which stop strings apply
 * @param arguments how calls' arguments are written where they are no JSON
 * @param budget how long the model may think; null for as long as it likes, or where it does not
 * @param warnings what the client must be told about its schemas
 */
public record PreparedReply(
        int[] prompt,
        CompiledGrammar grammar,
        Set<String> freeLabels,
        Optional<ArgumentSyntax> arguments,
        @Nullable TokenBudget budget,
        List<SchemaWarning> warnings) {
    /** Copies the collections. */
    public PreparedReply {
        freeLabels = Set.copyOf(freeLabels);
        warnings = List.copyOf(warnings);
    }
}
