package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.schema.Schema.Assertion;
import dev.tenon.schema.Schema.Placed;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells which places hold the same schema, whatever their annotations: a number that two places share iff their
 * assertions are the same, down to references, which are the same when they lead to one place. The walk goes down by
 * recursion, as deep as a document may be nested. Not thread-safe: one compilation's.
 */
final class Signatures {
    private final SchemaReader reader;
    private final LocationTable<Integer> known = new LocationTable<>();
    /** Draft -> value of {@code type} -> number of the schemas that are nothing but it. */
    private final Map<Dialect, Map<JsonNode, Integer>> plain = new EnumMap<>(Dialect.class);

    private final Map<List<Object>, Integer> numbers = new HashMap<>();

    Signatures(SchemaReader reader) {
        this.reader = reader;
    }

    /**
     * The number of a place.
     *
     * @throws SchemaException when a schema in it is invalid or refused
     */
    int of(Location at) {
        JsonNode type = plainType(at);
        if (type == null) {
            return read(at);
        }
        Map<JsonNode, Integer> numbersOfTypes = plain.computeIfAbsent(at.dialect(), unused -> new HashMap<>());
        Integer number = numbersOfTypes.get(type);
        if (number == null) {
            number = read(at);
            numbersOfTypes.put(type, number);
        }
        return number;
    }

    /** Whether the schema is nothing but a {@code type}, so that it need not be read to be known. */
    boolean isPlain(Location at) {
        return plainType(at) != null;
    }

    /** The {@code type} of a schema that says nothing else but remarks, as most do; null for others. */
    private static @Nullable JsonNode plainType(Location at) {
        JsonNode type = null;
        for (Map.Entry<String, JsonNode> field : at.json().properties()) {
            if (field.getKey().equals("type")) {
                type = field.getValue();
                continue;
            }
            Keywords.Keyword keyword = Keywords.find(field.getKey());
            if (keyword == null || keyword.role() != Keywords.Role.ANNOTATION) {
                return null;
            }
        }
        return type != null && at.rules().use("type") ? type : null;
    }

    private int read(Location at) {
        Integer number = known.get(at);
        if (number == null) {
            List<Object> parts = new ArrayList<>();
            for (Placed placed : reader.read(at).assertions()) {
                parts.add(part(placed.assertion()));
            }
            number = numbers.computeIfAbsent(parts, unused -> numbers.size());
            known.put(at, number);
        }
        return number;
    }

    private int of(@Nullable Location at, int otherwise) {
        return at == null ? otherwise : of(at);
    }

    private List<Integer> all(Iterable<Location> places) {
        List<Integer> result = new ArrayList<>();
        places.forEach(at -> result.add(of(at)));
        return result;
    }

    private List<Object> part(Assertion assertion) {
        return switch (assertion) {
            case Assertion.Reference(Location target) -> List.of("ref", target.id());
            case Assertion.AllOf(List<Location> schemas) -> List.of("allOf", all(schemas));
            case Assertion.AnyOf(List<Location> schemas) -> List.of("anyOf", all(schemas));
            case Assertion.OneOf(List<Location> schemas) -> List.of("oneOf", all(schemas));
            case Assertion.Not(Location schema) -> List.of("not", of(schema));
            case Assertion.Names(Location schema) -> List.of("names", of(schema));
            case Assertion.Conditional conditional ->
                List.of("if", of(conditional.condition()), of(conditional.then(), -1), of(conditional.otherwise(), -1));
            case Assertion.Dependent dependent ->
                List.of(
                        "dependent",
                        dependent.keys(),
                        List.copyOf(dependent.schemas().keySet()),
                        all(dependent.schemas().values()));
            case Assertion.Unevaluated(JsonType type, Location schema) -> List.of("unevaluated", type, of(schema));
            case Assertion.Elements elements -> List.of("elements", all(elements.prefix()), of(elements.rest(), -1));
            case Assertion.Contains(Location schema, int min, int max) -> List.of("contains", of(schema), min, max);
            case Assertion.Members members -> members(members);
            case Assertion.OnValue plain -> List.of(plain);
        };
    }

    private List<Object> members(Assertion.Members members) {
        List<Object> patterns = new ArrayList<>();
        for (Assertion.PatternMember pattern : members.patterns()) {
            patterns.add(pattern.keys());
            patterns.add(of(pattern.schema()));
        }
        return List.of(
                "members",
                List.copyOf(members.named().keySet()),
                all(members.named().values()),
                patterns,
                of(members.additional(), -1));
    }
}
