package dev.tenon.server.cli;

import dev.tenon.schema.CompiledSchema;
import dev.tenon.schema.KeywordReport;
import dev.tenon.schema.KeywordUse;
import dev.tenon.schema.KeywordUse.Effect;
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
    private EnforcementText() {}

    /** A block for each effect that occurs, a line for each place in it; then the warnings. */
    static void print(SchemaFile file, CompiledSchema compiled, PrintWriter out) {
        // A format that is only warned about does not restrict anything, whatever the table says of formats.
        Set<String> warned =
                compiled.warnings().stream().map(SchemaWarning::pointer).collect(Collectors.toSet());
        List<KeywordUse> uses = KeywordReport.of(file.schema());
        for (Effect effect : Effect.values()) {
            Map<String, List<String>> places = new LinkedHashMap<>();
            for (KeywordUse use : uses) {
                boolean told = warned.contains(use.pointer() + "/" + use.keyword());
                if (use.effect() == effect && !told) {
                    places.computeIfAbsent(use.pointer(), pointer -> new ArrayList<>())
                            .add(use.keyword());
                }
            }
            if (!places.isEmpty()) {
                out.println(heading(effect) + ":");
                places.forEach((pointer, keywords) ->
                        out.println("  " + Failures.pointer(pointer) + ": " + String.join(", ", keywords)));
            }
        }
        compiled.warnings().forEach(warning -> out.println(file.describe(warning)));
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
