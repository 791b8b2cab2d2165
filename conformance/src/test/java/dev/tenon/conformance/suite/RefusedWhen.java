package dev.tenon.conformance.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A case in which a keyword that is enforced is refused nevertheless, with a schema that shows it.
 *
 * @param keywords the keywords that it is told of
 * @param when the case, for the documentation
 * @param limit the limit that the refusal names, or nothing where it is no limit
 * @param schema a schema that is refused so
 */
record RefusedWhen(List<String> keywords, String when, String limit, String schema) {
    /** All cases. */
    static List<RefusedWhen> all() {
        return List.of(
                new RefusedWhen(
                        List.of("not", "oneOf", "if"),
                        "over `uniqueItems`: arrays that must hold two equal elements",
                        "",
                        "{\"type\":\"array\",\"not\":{\"uniqueItems\":true}}"),
                new RefusedWhen(
                        List.of("not", "oneOf", "if", "dependentRequired", "dependentSchemas", "dependencies"),
                        "more than 63 conditions on one object, or more than 256 ways to meet them",
                        "maxDemands",
                        conditions(64)),
                new RefusedWhen(
                        List.of("multipleOf"),
                        "many digits: an automaton of more than 100,000 states",
                        "maxDfaStates",
                        "{\"type\":\"integer\",\"multipleOf\":1000003}"),
                new RefusedWhen(
                        List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum", "const"),
                        "numbers of more than 400 digits",
                        "maxNumberDigits",
                        "{\"const\":1e5000}"),
                new RefusedWhen(
                        List.of("minLength", "minItems", "minProperties", "minContains"),
                        "beyond 2,147,483,646",
                        "maxCount",
                        "{\"type\":\"string\",\"minLength\":99999999999}"),
                new RefusedWhen(
                        List.of("minProperties"),
                        "above 256 where the keys are finite in number",
                        "",
                        "{\"type\":\"object\",\"propertyNames\":{\"pattern\":\"^[a-z]{2}$\"},\"minProperties\":257}"),
                new RefusedWhen(
                        List.of("pattern", "patternProperties"),
                        "backreferences; more than 100,000 states",
                        "",
                        "{\"pattern\":\"(a)\\\\1\"}"),
                new RefusedWhen(
                        List.of("pattern", "patternProperties"),
                        "",
                        "maxDfaStates",
                        "{\"pattern\":\"[ab]*a[ab]{30}\"}"),
                new RefusedWhen(
                        List.of("contains", "minContains", "maxContains"),
                        "counts that multiply to more than 20,000 states, or more than 64 kinds of elements",
                        "maxArrayStates",
                        "{\"type\":\"array\",\"minItems\":200,\"maxItems\":300,\"contains\":{\"type\":\"integer\"},"
                                + "\"minContains\":100}"),
                new RefusedWhen(List.of("contains", "minContains", "maxContains"), "", "maxKinds", kinds(7)),
                new RefusedWhen(
                        List.of("propertyNames"),
                        "lengths above 1,000; a format that cannot be told of every string",
                        "",
                        "{\"type\":\"object\",\"propertyNames\":{\"maxLength\":1001}}"),
                new RefusedWhen(
                        List.of("propertyNames"),
                        "",
                        "",
                        "{\"type\":\"object\",\"propertyNames\":{\"format\":\"email\"}}"),
                new RefusedWhen(
                        List.of("uniqueItems"),
                        "of elements so alike that it cannot be told whether there are enough different ones",
                        "maxDistinctValues",
                        "{\"type\":\"array\",\"uniqueItems\":true,\"minItems\":9000,\"items\":{\"type\":\"integer\","
                                + "\"minimum\":1,\"maximum\":8000}}"),
                new RefusedWhen(
                        List.of("$ref", "$dynamicRef"),
                        "into documents that were not handed in",
                        "",
                        "{\"$ref\":\"https://example.com/other.json\"}"));
    }

    private static String conditions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"if\":{\"properties\":{\"a%d\":{\"const\":1}}},\"then\":{\"required\":[\"b%d\"]}}"
                        .formatted(i, i))
                .collect(Collectors.joining(",", "{\"type\":\"object\",\"allOf\":[", "]}"));
    }

    private static String kinds(int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add("{\"contains\":{\"multipleOf\":"
                    + List.of(2, 3, 5, 7, 11, 13, 17).get(i) + "}}");
        }
        return "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"allOf\":[" + String.join(",", all) + "]}";
    }
}
