package dev.tenon.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Draws schemas out of the keywords that are enforced, over the same few keys and values as {@link JsonSample}. */
final class RandomSchema {
    private final SplittableRandom random;

    private RandomSchema(SplittableRandom random) {
        this.random = random;
    }

    static String draw(SplittableRandom random) {
        return new RandomSchema(random).schema(3);
    }

    static String pick(SplittableRandom random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String pick(String... choices) {
        return pick(random, choices);
    }

    private String schema(int depth) {
        if (random.nextInt(12) == 0) {
            return random.nextInt(3) > 0 ? "true" : "false";
        }
        List<String> keywords = new ArrayList<>();
        String type = pick("object", "array", "string", "integer", "number", "any", "any", "null");
        if (!type.equals("any")) {
            keywords.add("\"type\":"
                    + (random.nextInt(4) == 0
                            ? "[\"" + type + "\",\"" + (type.equals("boolean") ? "null" : "boolean") + "\"]"
                            : "\"" + type + "\""));
        }
        boolean mixed = type.equals("any") || random.nextInt(6) == 0;
        if (mixed || type.equals("string")) {
            addStrings(keywords);
        }
        if (mixed || type.equals("integer") || type.equals("number")) {
            addNumbers(keywords);
        }
        if (depth > 0 && (mixed || type.equals("array"))) {
            addArrays(keywords, depth - 1);
            maybe(keywords, 6, "\"uniqueItems\":true");
        }
        if (depth > 0 && (mixed || type.equals("object"))) {
            addObjects(keywords, depth - 1);
        }
        if (random.nextInt(8) == 0) {
            keywords.add("\"enum\":[" + constant(2) + "," + constant(1) + "," + constant(1) + "]");
        }
        if (depth > 0 && random.nextInt(7) == 0) {
            keywords.add(pick("\"anyOf\"", "\"allOf\"") + ":[" + schema(depth - 1) + "," + schema(depth - 1) + "]");
        }
        if (depth > 0) {
            addApplicators(keywords, depth - 1);
        }
        Collections.shuffle(keywords, new Random(random.nextLong()));
        return "{" + String.join(",", keywords) + "}";
    }

    private void addApplicators(List<String> keywords, int depth) {
        if (random.nextInt(8) == 0) {
            keywords.add("\"not\":" + schema(depth));
        }
        if (random.nextInt(9) == 0) {
            keywords.add("\"oneOf\":[" + schema(depth) + "," + schema(depth)
                    + (random.nextBoolean() ? "," + schema(depth) : "") + "]");
        }
        if (random.nextInt(9) == 0) {
            keywords.add("\"if\":" + schema(depth));
            maybe(keywords, 2, "\"then\":" + schema(depth));
            maybe(keywords, 2, "\"else\":" + schema(depth));
        }
    }

    private void addStrings(List<String> keywords) {
        maybe(keywords, 3, "\"minLength\":" + random.nextInt(3));
        maybe(keywords, 3, "\"maxLength\":" + random.nextInt(4));
        maybe(keywords, 3, "\"pattern\":\"" + pick("^a", "b$", "^a*$", "^(aa)*b?$", "[^a]") + "\"");
    }

    private void addNumbers(List<String> keywords) {
        maybe(keywords, 3, "\"minimum\":" + pick("-2", "0", "2", "0.5"));
        maybe(keywords, 4, "\"exclusiveMinimum\":" + pick("-2", "1", "2.5"));
        maybe(keywords, 3, "\"maximum\":" + pick("5", "3", "2.5", "-1"));
        maybe(keywords, 4, "\"exclusiveMaximum\":" + pick("5", "3.75"));
        maybe(keywords, 4, "\"multipleOf\":" + pick("2", "3", "0.5", "1.25"));
    }

    private void addArrays(List<String> keywords, int depth) {
        maybe(keywords, 3, "\"minItems\":" + random.nextInt(3));
        maybe(keywords, 3, "\"maxItems\":" + random.nextInt(4));
        if (random.nextBoolean()) {
            keywords.add("\"items\":" + schema(depth));
        }
        if (random.nextInt(3) == 0) {
            keywords.add("\"prefixItems\":[" + schema(depth) + (random.nextBoolean() ? "," + schema(depth) : "") + "]");
        }
        if (random.nextInt(6) == 0) {
            keywords.add("\"contains\":" + schema(depth));
            maybe(keywords, 2, pick("\"minContains\":0", "\"minContains\":2", "\"maxContains\":1"));
        }
        if (random.nextInt(10) == 0) {
            keywords.add("\"unevaluatedItems\":" + pick("false", schema(depth)));
        }
    }

    private void addObjects(List<String> keywords, int depth) {
        if (random.nextInt(4) > 0) {
            List<String> members = new ArrayList<>();
            for (String key : List.of("a", "b", "ab")) {
                if (random.nextBoolean()) {
                    members.add("\"" + key + "\":" + schema(depth));
                }
            }
            keywords.add("\"properties\":{" + String.join(",", members) + "}");
        }
        if (random.nextInt(4) == 0) {
            keywords.add("\"patternProperties\":{\"" + pick("^a", "b$", "^(a|c)$") + "\":" + schema(depth) + "}");
        }
        if (random.nextInt(3) == 0) {
            keywords.add("\"additionalProperties\":" + pick("false", "false", schema(depth)));
        }
        if (random.nextInt(8) == 0) {
            keywords.add("\"propertyNames\":"
                    + pick("{\"maxLength\":1}", "{\"pattern\":\"a\"}", "{\"enum\":[\"a\",\"c\"]}"));
        }
        maybe(keywords, 3, "\"required\":" + pick("[\"a\"]", "[\"b\"]", "[\"a\",\"b\"]", "[\"c\"]"));
        maybe(
                keywords,
                8,
                "\"dependentRequired\":" + pick("{\"a\":[\"b\"]}", "{\"b\":[\"a\",\"c\"]}", "{\"c\":[\"c\"]}"));
        if (random.nextInt(9) == 0) {
            keywords.add("\"dependentSchemas\":{\"" + pick("a", "c") + "\":" + schema(depth) + "}");
        }
        if (random.nextInt(9) == 0) {
            keywords.add("\"unevaluatedProperties\":" + pick("false", schema(depth)));
        }
        maybe(keywords, 5, "\"minProperties\":" + random.nextInt(3));
        maybe(keywords, 5, "\"maxProperties\":" + random.nextInt(4));
    }

    private void maybe(List<String> keywords, int oneIn, String keyword) {
        if (random.nextInt(oneIn) == 0) {
            keywords.add(keyword);
        }
    }

    private String constant(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> pick("null", "true", "false");
            case 1 -> Integer.toString(random.nextInt(5));
            case 2 -> pick("2.5", "0.5");
            case 3 -> pick("\"a\"", "\"ab\"", "\"\"");
            case 4 -> "[" + constant(depth - 1) + "]";
            default -> "{\"a\":" + constant(depth - 1) + (random.nextBoolean() ? "" : ",\"b\":1") + "}";
        };
    }
}
