package dev.tenon.toolcalls;

import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.schema.ArgumentSyntax;
import dev.tenon.schema.SchemaWarning;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The grammar of a whole reply. Immutable and thread-safe.
 *
 * @param grammar every text the reply may be; all of it lies in captures
 * @param freeLabels the captures that hold free text, where stop strings may apply; empty when there are none
 * @param arguments how arguments are written where they are no JSON
 * @param warnings what the caller must be told about the schemas, each with a JSON Pointer
 */
public record OutputPlan(
        Grammar grammar, Set<String> freeLabels, Optional<ArgumentSyntax> arguments, List<SchemaWarning> warnings) {
    /** The capture of what the model thinks before it answers. */
    public static final String REASONING = "reasoning";

    /** The capture of free text. */
    public static final String CONTENT = "content";

    /** The capture of content that is constrained: JSON, or text of a language. */
    public static final String JSON = "json";

    /** The capture around all calls of a reply. */
    public static final String CALLS = "calls";

    /** The capture around one call. */
    public static final String CALL = "call";

    /** The capture of the name of the tool that a call calls. */
    public static final String NAME = "name";

    /** The capture of the JSON text of a call's arguments. */
    public static final String ARGUMENTS = "arguments";

    /** The capture of a call's arguments that are no JSON, with the captures of {@link ArgumentSyntax} inside. */
    public static final String ARGUMENT_LIST = "argument list";

    /** The capture of a custom tool's arguments, of which the text is one. */
    public static final String CUSTOM = "custom";

    /** Within them the capture of the text as it is. */
    public static final String INPUT = "input";

    /** Within them the capture of the text as it stands in a JSON string. */
    public static final String ESCAPED_INPUT = "escaped input";

    /** Copies the collections. */
    public OutputPlan {
        freeLabels = Set.copyOf(freeLabels);
        warnings = List.copyOf(warnings);
    }
}
