package dev.tenon.conformance.suite;

import dev.tenon.schema.KeywordReport;
import dev.tenon.schema.KeywordUse;
import dev.tenon.schema.KeywordUse.Effect;
import dev.tenon.schema.SchemaException;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.server.maskbench.MaskBench;
import dev.tenon.server.maskbench.MaskBenchCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many schemas of a corpus use which keyword. A use counts where the keyword restricts something in the draft of its
 * schema; a schema counts once.
 *
 * @param schemas number of schemas
 * @param using for each keyword, in how many of them it is
 */
record KeywordUses(int schemas, Map<String, Integer> using) {
    private static final String HEADING = "# In how many of so many schemas of MaskBench (a third of them,"
            + " maskbench-dev.jsonl.gz) a keyword restricts something. SupportTableTest writes it with -Dupdate.";
    private static final String ALL = "(schemas)";

    /** Counts the uses in a corpus of cases, one a line. */
    static KeywordUses count(Path corpus) throws IOException {
        Map<String, Integer> using = new TreeMap<>();
        List<String> ids = new ArrayList<>();
        SchemaOptions lenient = SchemaOptions.defaults().with(SchemaOptions.Unsupported.DROPPED);
        MaskBenchCase.read(corpus, 1, 0, test -> {
            ids.add(test.id());
            keywords(test, lenient).forEach(keyword -> using.merge(keyword, 1, Integer::sum));
        });
        return new KeywordUses(ids.size(), using);
    }

    private static Set<String> keywords(MaskBenchCase test, SchemaOptions options) {
        Set<String> keywords = new HashSet<>();
        try {
            for (KeywordUse use : KeywordReport.of(MaskBench.parseSchema(test.schema()), options)) {
                if (use.effect() == Effect.ENFORCED) {
                    keywords.add(use.keyword());
                }
            }
        } catch (SchemaException e) {
            return Set.of();
        }
        return keywords;
    }

    /** What was written before. */
    static KeywordUses read(Path file) throws IOException {
        Map<String, Integer> using = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                String[] parts = line.split("\t", -1);
                using.put(parts[0], Integer.valueOf(parts[1]));
            }
        }
        Integer schemas = using.remove(ALL);
        if (schemas == null) {
            throw new IOException(file + ": no line for " + ALL);
        }
        return new KeywordUses(schemas, using);
    }

    /** Writes a line for each keyword. */
    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADING, ALL + "\t" + schemas));
        using.forEach((keyword, count) -> lines.add(keyword + "\t" + count));
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    /** The share of schemas with the keyword, in per cent. */
    String share(String keyword) {
        double percent = 100.0 * using.getOrDefault(keyword, 0) / schemas;
        return percent == 0
                ? "0 %"
                : percent < 0.1 ? "< 0.1 %" : String.format(java.util.Locale.ROOT, "%.1f %%", percent);
    }
}
