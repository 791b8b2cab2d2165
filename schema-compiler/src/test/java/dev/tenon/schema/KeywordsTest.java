package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeywordsTest {
    private static final Map<Keywords.Role, String> WORDS = Map.of(
            Keywords.Role.ENFORCED, "enforced",
            Keywords.Role.ENFORCED_OR_REFUSED, "else refused",
            Keywords.Role.REFUSED, "refused");

    @Test
    void everyKeywordHasItsRowInTheDocumentation() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("..", "docs", "json-schema.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        for (Keywords.Keyword keyword : Keywords.all()) {
            List<String> own = rows.stream()
                    .filter(row -> row.split("\\|", -1)[1].contains("`" + keyword.name() + "`"))
                    .toList();
            assertEquals(1, own.size(), keyword::name);
            String word = WORDS.get(keyword.role());
            assertTrue(
                    keyword.name().equals("format")
                            || word == null
                            || own.get(0).contains(word),
                    () -> keyword + " in " + own);
        }
    }

    /** A keyword that is read by nobody would be ignored in silence. */
    @Test
    void everyRefusedKeywordIsRefused() {
        for (Keywords.Keyword keyword : Keywords.all()) {
            if (keyword.role() != Keywords.Role.REFUSED || !keyword.isIn(Dialect.DRAFT_2020_12)) {
                continue;
            }
            String name = keyword.name();
            String value = switch (name) {
                case "uniqueItems" -> "true";
                case "dependentRequired" -> "{\"a\":[\"b\"]}";
                case "dependentSchemas" -> "{\"a\":{\"type\":\"null\"}}";
                case "then", "else" -> "false,\"if\":{\"type\":\"null\"}";
                case "minContains", "maxContains" -> "2,\"contains\":{\"type\":\"null\"}";
                default -> "{\"type\":\"null\"}";
            };
            String schema = "{\"" + name + "\":" + value + (name.equals("if") ? ",\"then\":false}" : "}");
            assertThrows(SchemaException.Unsupported.class, () -> SchemaLanguage.compile(schema), schema);
        }
    }
}
