package dev.tenon.server.cli;

import dev.tenon.schema.CompiledSchema;
import dev.tenon.schema.KeywordReport;
import dev.tenon.schema.KeywordUse;
import dev.tenon.schema.KeywordUse.Effect;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaWarning;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints what is enforced of a schema, keyword by keyword, place by place. */
final class EnforcementText {
    private static final String WARNED = "see the warnings";

    private EnforcementText() {}

    /** A block for each effect that occurs, a line for each place in it; last what the warnings are about. */
    static void print(SchemaFile file, SchemaOptions options, CompiledSchema compiled, PrintWriter out) {
        Set<String> warned =
                compiled.warnings().stream().map(SchemaWarning::pointer).collect(Collectors.toSet());
        Map<String, Map<String, List<String>>> blocks = new LinkedHashMap<>();
        for (Effect effect : Effect.values()) {
            blocks.put(heading(effect), new LinkedHashMap<>());
        }
        blocks.put(WARNED, new LinkedHashMap<>());
        for (KeywordUse use : KeywordReport.of(file.schema(), options)) {
            // What is warned about does not do what it seems to do, whatever the table says of its keyword.
            boolean told = warned.contains(use.pointer() + "/" + use.keyword());
            String heading = told ? WARNED : heading(use.effect());
            blocks.computeIfAbsent(heading, unused -> new LinkedHashMap<>())
                    .computeIfAbsent(use.pointer(), pointer -> new ArrayList<>())
                    .add(use.keyword());
        }
        blocks.forEach((heading, places) -> {
            if (!places.isEmpty()) {
                out.println(heading + ":");
                places.forEach((pointer, keywords) ->
                        out.println("  " + Failures.pointer(pointer) + ": " + String.join(", ", keywords)));
            }
        });
    }

    private static String heading(Effect effect) {
        return switch (effect) {
            case ENFORCED -> "enforced";
            case ANNOTATION -> "annotations, which restrict nothing";
            case UNKNOWN -> "no keywords of this draft, which restrict nothing";
            case HIDDEN -> "hidden by a \"$ref\" beside them";
        };
    }
}
