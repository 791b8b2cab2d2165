package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeywordsTest {
    private static final Map<Keywords.Role, String> WORDS = Map.of(
            Keywords.Role.ENFORCED, "enforced");

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
    void everyEnforcedKeywordRestrictsSomething() {
        for (Keywords.Keyword keyword : Keywords.all()) {
            // A schema that refers to itself alone has no meaning; DynamicReferencesTest tells what it restricts inside.
            if (keyword.role() != Keywords.Role.ENFORCED || keyword.name().equals("$recursiveRef")) {
                continue;
            }
            String name = keyword.name();
            String schema = "{\"$schema\":\"" + keyword.until().uri() + "\",\"" + name + "\":" + value(name) + "}";
            CompiledSchema compiled = SchemaLanguage.compile(schema);
            assertEquals(List.of(), compiled.warnings(), schema);
            SchemaLanguage language = SchemaLanguage.of(compiled);
            List<String> texts = List.of(
                    "null", "-1", "1.5", "7", "\"\"", "\"abc\"", "[]", "[1,1]", "[null,1]", "{}", "{\"a\":1}", "{\"a\":1,\"b\":1}");
            assertTrue(texts.stream().anyMatch(text -> !language.contains(text)), () -> schema + " allows all");
        }
    }

    private static String value(String keyword) {
        return switch (keyword) {
            case "type" -> "\"boolean\"";
            case "enum" -> "[1]";
            case "const", "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "multipleOf" -> "2";
            case "maximum", "maxLength", "maxItems", "maxProperties" -> "0";
            case "exclusiveMaximum" -> "0";
            case "allOf", "anyOf" -> "[{\"type\":\"null\"}]";
            case "oneOf" -> "[true,{\"type\":\"null\"}]";
            case "then" -> "false,\"if\":{\"type\":\"null\"}";
            case "else" -> "false,\"if\":{\"type\":\"null\"}";
            case "if" -> "{\"type\":\"null\"},\"then\":false";
            case "$ref" -> "\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"null\"}}";
            case "$dynamicRef" -> "\"#a\",\"$defs\":{\"a\":{\"$dynamicAnchor\":\"a\",\"type\":\"null\"}}";
            case "pattern" -> "\"^b\"";
            case "format" -> "\"date\"";
            case "prefixItems" -> "[false]";
            case "additionalItems" -> "false,\"items\":[true]";
            case "uniqueItems" -> "true";
            case "minContains" -> "2,\"contains\":{\"type\":\"null\"}";
            case "maxContains" -> "0,\"contains\":{\"type\":\"integer\"},\"minContains\":0";
            case "properties", "patternProperties" -> "{\"a\":{\"type\":\"null\"}}";
            case "required" -> "[\"b\"]";
            case "propertyNames" -> "{\"const\":\"b\"}";
            case "dependencies", "dependentRequired" -> "{\"a\":[\"b\"]}";
            case "dependentSchemas" -> "{\"a\":{\"required\":[\"b\"]}}";
            default -> "{\"type\":\"null\"}";
        };
    }
}
