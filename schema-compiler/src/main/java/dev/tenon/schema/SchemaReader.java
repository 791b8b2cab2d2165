package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.schema.Schema.Assertion;
import dev.tenon.schema.Schema.Assertion.Integers;
import dev.tenon.schema.Schema.Placed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keywords of one place into the closed set of {@link Assertion}s, by the rules of its draft. A place is read
 * once, and only when something refers to it. What the meta-schema has checked is checked again where a reference may
 * lead past it. Not thread-safe: one compilation's.
 */
final class SchemaReader {
    private final SchemaDocument document;
    private final RefResolver references;
    private final TextLanguages languages;
    private final SchemaOptions options;
    private final ClosedObjects closed;
    private final LocationTable<Schema> read = new LocationTable<>();
    private final Set<SchemaWarning> warnings = new LinkedHashSet<>();
    private NumberGrammar.Wholes wholes = NumberGrammar.Wholes.AS_NUMBERS;

    SchemaReader(SchemaDocument document, TextLanguages languages, SchemaOptions options) {
        this.document = document;
        this.references = new RefResolver(document);
        this.languages = languages;
        this.options = options;
        this.closed = new ClosedObjects(document, references);
    }

    /** What the caller must be told of what was read so far. */
    List<SchemaWarning> warnings() {
        Set<SchemaWarning> all = new LinkedHashSet<>(document.warnings());
        all.addAll(warnings);
        return List.copyOf(all);
    }

    /** How whole numbers are spelled: what was read so far asks for integers of draft 4, or it does not. */
    NumberGrammar.Wholes wholes() {
        return wholes;
    }

    /**
     * The schema at a place.
     *
     * @throws SchemaException when it is invalid, refers to another document, or has a pattern beyond the limits
     */
    Schema read(Location at) {
        Schema known = read.get(at);
        if (known == null) {
            known = new Schema(at, closedAssertions(at));
            read.put(at, known);
        }
        return known;
    }

    /** The assertions of a place, and one that closes its objects where the options say so. */
    private List<Placed> closedAssertions(Location at) {
        String closing = closed.closedBy(at);
        if (closing == null) {
            return assertions(at);
        }
        Location closedAt = closed.closed(at, closing);
        if (closing.equals("additionalProperties")) {
            return assertions(closedAt);
        }
        List<Placed> all = new ArrayList<>(assertions(at));
        Assertion others = assertionOrDropped(closedAt, closing, BooleanNode.FALSE);
        if (others != null) {
            all.add(new Placed(closing, others));
        }
        return all;
    }

    private List<Placed> assertions(Location at) {
        JsonNode json = at.json();
        if (json.isBoolean()) {
            return json.booleanValue() ? List.of() : List.of(new Placed("", new Assertion.Nothing()));
        }
        if (!json.isObject()) {
            throw new SchemaException.Invalid(at.pointer(), "", "a schema is an object or a boolean");
        }
        if (json.has("$ref") && at.dialect().refHidesSiblings()) {
            warnOfHidden(at);
            Assertion reference = assertionOrDropped(at, "$ref", json.get("$ref"));
            return reference == null ? List.of() : List.of(new Placed("$ref", reference));
        }
        List<Placed> first = new ArrayList<>();
        List<Placed> last = new ArrayList<>();
        Set<String> done = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            String keyword = field.getKey();
            if (!isKeyword(at, keyword, field.getValue())) {
                continue;
            }
            String group = group(keyword);
            if (!done.add(group)) {
                continue;
            }
            Assertion assertion = assertionOrDropped(at, group, field.getValue());
            if (assertion != null) {
                boolean late = assertion instanceof Assertion.Required || assertion instanceof Assertion.Unevaluated;
                (late ? last : first).add(new Placed(keyword, assertion));
                if (group.equals("oneOf") && at.reading() != Reading.AS_WRITTEN) {
                    first.add(new Placed(keyword, closedBranches(at)));
                }
            }
        }
        first.addAll(last);
        return first;
    }

    /**
     * Closed branches of a {@code oneOf} could leave one that matches where two do as they are written, so they come as a
     * condition of their own.
     */
    private Assertion closedBranches(Location at) {
        List<Location> branches = new ArrayList<>();
        list(at, "oneOf").forEach(branch -> branches.add(document.read(branch, Reading.SAME_VALUE)));
        return new Assertion.AnyOf(branches);
    }

    /** Whether the keyword restricts anything in this draft; warns where that may surprise. */
    private boolean isKeyword(Location at, String name, JsonNode value) {
        Keywords.Keyword keyword = Keywords.find(name);
        if (keyword == null) {
            if (name.equals("nullable") && value.asBoolean()) {
                warn(
                        at,
                        name,
                        "\"nullable\" is OpenAPI 3.0, not JSON Schema, and allows nothing here;"
                                + " add \"null\" to \"type\"");
            } else if (name.equals("disallow") || name.equals("extends") || name.equals("divisibleBy")) {
                warn(at, name, "\"" + name + "\" is a keyword of draft 3 only and restricts nothing here");
            }
            return false;
        }
        if (!keyword.isIn(at.dialect())) {
            if (keyword.role() != Keywords.Role.ANNOTATION) {
                warn(
                        at,
                        name,
                        "\"" + name + "\" is no keyword of " + at.dialect().uri()
                                + " and restricts nothing here; name its draft in \"$schema\"");
            }
            return false;
        }
        if (keyword.role() != Keywords.Role.ANNOTATION && !at.rules().use(name)) {
            warn(
                    at,
                    name,
                    "\"" + name + "\" is in no vocabulary of "
                            + Excerpt.of(at.rules().name()) + " and restricts nothing here");
            return false;
        }
        return keyword.role() != Keywords.Role.ANNOTATION;
    }

    private void warnOfHidden(Location at) {
        for (Map.Entry<String, JsonNode> field : at.json().properties()) {
            String name = field.getKey();
            if (!name.equals("$ref") && isKeyword(at, name, field.getValue())) {
                warn(
                        at,
                        name,
                        "in " + at.dialect().uri() + " \"$ref\" hides the keywords beside it;"
                                + " move it into \"allOf\", or name a newer draft in \"$schema\"");
            }
        }
    }

    private void warn(Location at, String keyword, String message) {
        warnings.add(new SchemaWarning(at.pointer(keyword), keyword, message));
    }

    /** Keywords that mean something only together are read together, at the place of the first of them. */
    private static String group(String keyword) {
        return switch (keyword) {
            case "patternProperties", "additionalProperties" -> "properties";
            case "prefixItems", "additionalItems" -> "items";
            default -> keyword;
        };
    }

    /** What a keyword demands; nothing where it cannot be enforced and the options say to drop that, with a warning. */
    private @Nullable Assertion assertionOrDropped(Location at, String keyword, JsonNode value) {
        try {
            return assertion(at, keyword, value);
        } catch (SchemaException.Unsupported e) {
            dropOrThrow(e);
            return null;
        }
    }

    private boolean drops() {
        return options.unsupported() == SchemaOptions.Unsupported.DROPPED;
    }

    private void dropOrThrow(SchemaException.Unsupported refusal) {
        if (!drops()) {
            throw refusal;
        }
        warnings.add(new SchemaWarning(
                refusal.pointer(), refusal.keyword(), refusal.reason() + "; it was dropped, as the options say"));
    }

    private @Nullable Assertion assertion(Location at, String keyword, JsonNode value) {
        return switch (keyword) {
            case "type" -> type(at, value);
            case "enum" -> values(at, value);
            case "const" -> new Assertion.ValueIn(List.of(value));
            case "$ref", "$dynamicRef", "$recursiveRef" ->
                new Assertion.Reference(references.resolve(at, keyword, text(at, keyword, value)));
            case "allOf" -> new Assertion.AllOf(list(at, keyword));
            case "anyOf" -> new Assertion.AnyOf(list(at, keyword));
            case "oneOf" -> new Assertion.OneOf(list(at, keyword));
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf" ->
                NumberKeywords.read(at, keyword);
            case "minLength" -> new Assertion.Length(least(at, keyword), Expr.UNBOUNDED);
            case "maxLength" -> new Assertion.Length(0, most(at, keyword));
            case "pattern" ->
                new Assertion.TextIn(languages.pattern(text(at, keyword, value), at.pointer(keyword), keyword));
            case "format" -> format(at, text(at, keyword, value));
            case "items" -> elements(at);
            case "minItems" -> new Assertion.ElementCount(least(at, keyword), Expr.UNBOUNDED);
            case "maxItems" -> new Assertion.ElementCount(0, most(at, keyword));
            case "properties" -> members(at);
            case "not" -> new Assertion.Not(schema(at, keyword));
            case "if" -> conditional(at);
            case "then", "else", "minContains", "maxContains" -> null;
            case "contains" -> contains(at);
            case "uniqueItems" -> value.booleanValue() ? new Assertion.Distinct() : null;
            case "dependencies", "dependentRequired", "dependentSchemas" -> dependent(at, keyword);
            case "unevaluatedItems" -> unevaluated(at, keyword, JsonType.ARRAY);
            case "unevaluatedProperties" -> unevaluated(at, keyword, JsonType.OBJECT);
            case "propertyNames" -> isTrue(value) ? null : new Assertion.Names(schema(at, keyword));
            case "required" -> new Assertion.Required(strings(at, keyword, value));
            case "minProperties" -> new Assertion.MemberCount(least(at, keyword), Expr.UNBOUNDED);
            case "maxProperties" -> new Assertion.MemberCount(0, most(at, keyword));
            default -> throw new AssertionError(keyword);
        };
    }

    private @Nullable Assertion conditional(Location at) {
        Location then = at.json().has("then") ? schema(at, "then") : null;
        Location otherwise = at.json().has("else") ? schema(at, "else") : null;
        boolean isIdle = then == null && otherwise == null && !at.dialect().atLeast(Dialect.DRAFT_2019_09);
        return isIdle ? null : new Assertion.Conditional(schema(at, "if"), then, otherwise);
    }

    private Assertion contains(Location at) {
        boolean counts = at.dialect().atLeast(Dialect.DRAFT_2019_09);
        int min = counts && at.json().has("minContains") ? least(at, "minContains") : 1;
        int max = counts && at.json().has("maxContains") ? most(at, "maxContains") : Expr.UNBOUNDED;
        return new Assertion.Contains(schema(at, "contains"), min, max);
    }

    private Assertion dependent(Location at, String keyword) {
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        Map<String, Location> schemas = new LinkedHashMap<>();
        for (String name : names(at, keyword)) {
            JsonNode value = at.json().get(keyword).get(name);
            if (value.isArray()) {
                keys.put(name, strings(at, keyword, value));
            } else {
                schemas.put(name, document.child(at, keyword, name));
            }
        }
        return new Assertion.Dependent(keys, schemas);
    }

    private Assertion unevaluated(Location at, String keyword, JsonType type) {
        return new Assertion.Unevaluated(type, schema(at, keyword));
    }

    private static boolean isTrue(JsonNode schema) {
        return schema.isBoolean() ? schema.booleanValue() : schema.isObject() && schema.isEmpty();
    }

    private Assertion type(Location at, JsonNode value) {
        Set<JsonType> types = EnumSet.noneOf(JsonType.class);
        boolean integers = false;
        boolean numbers = false;
        for (String name : value.isTextual() ? Set.of(value.textValue()) : strings(at, "type", value)) {
            switch (name) {
                case "null" -> types.add(JsonType.NULL);
                case "boolean" -> types.add(JsonType.BOOLEAN);
                case "string" -> types.add(JsonType.STRING);
                case "array" -> types.add(JsonType.ARRAY);
                case "object" -> types.add(JsonType.OBJECT);
                case "number" -> {
                    types.add(JsonType.NUMBER);
                    numbers = true;
                }
                case "integer" -> {
                    types.add(JsonType.NUMBER);
                    integers = true;
                    if (at.dialect() == Dialect.DRAFT_4) {
                        wholes = NumberGrammar.Wholes.BY_DIGITS;
                    }
                }
                default -> throw invalid(at, "type", "\"" + Excerpt.of(name) + "\" is no type of JSON Schema");
            }
        }
        return new Assertion.TypeIn(types, integers && !numbers ? Integers.ONLY : Integers.AND_FRACTIONS);
    }

    private static Assertion values(Location at, JsonNode value) {
        if (!value.isArray()) {
            throw invalid(at, "enum", "it must be an array");
        }
        List<JsonNode> values = new ArrayList<>();
        value.forEach(values::add);
        return new Assertion.ValueIn(values);
    }

    private @Nullable Assertion format(Location at, String name) {
        if (options.formats() == SchemaOptions.Formats.ANNOTATED && !at.rules().assertFormats()) {
            return null;
        }
        NumberSet numbers = StringFormats.numbers(name);
        if (numbers != null) {
            return new Assertion.NumberIn(numbers);
        }
        StringFormat format = StringFormats.find(name);
        return format == null ? null : new Assertion.OfFormat(format);
    }

    private Assertion elements(Location at) {
        JsonNode json = at.json();
        JsonNode items = json.get("items");
        if (at.dialect().atLeast(Dialect.DRAFT_2020_12)) {
            List<Location> prefix = json.has("prefixItems") ? list(at, "prefixItems") : List.of();
            return new Assertion.Elements(prefix, items == null ? null : schema(at, "items"));
        }
        if (items != null && items.isArray()) {
            List<Location> prefix = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                prefix.add(document.child(at, "items", i));
            }
            return new Assertion.Elements(prefix, json.has("additionalItems") ? schema(at, "additionalItems") : null);
        }
        return new Assertion.Elements(List.of(), items == null ? null : schema(at, "items"));
    }

    private Assertion members(Location at) {
        checkObject(at, "properties");
        Map<String, Location> named = document.children(at, "properties");
        List<Assertion.PatternMember> patterns = new ArrayList<>();
        for (String pattern : names(at, "patternProperties")) {
            Location schema = document.child(at, "patternProperties", pattern);
            try {
                patterns.add(new Assertion.PatternMember(
                        languages.pattern(pattern, schema.pointer(), "patternProperties"), schema));
            } catch (SchemaException.Unsupported e) {
                dropOrThrow(e);
            }
        }
        boolean free = !at.json().has("additionalProperties");
        return new Assertion.Members(named, patterns, free ? null : schema(at, "additionalProperties"));
    }

    private static List<String> names(Location at, String keyword) {
        JsonNode value = at.json().get(keyword);
        if (value == null) {
            return List.of();
        }
        checkObject(at, keyword);
        List<String> names = new ArrayList<>();
        value.properties().forEach(field -> names.add(field.getKey()));
        return names;
    }

    private static void checkObject(Location at, String keyword) {
        if (at.json().has(keyword) && !at.json().get(keyword).isObject()) {
            throw invalid(at, keyword, "it must be an object");
        }
    }

    private Location schema(Location at, String keyword) {
        return document.child(at, keyword);
    }

    private List<Location> list(Location at, String keyword) {
        JsonNode value = at.json().get(keyword);
        if (value == null || !value.isArray() || value.isEmpty()) {
            throw invalid(at, keyword, "it must be a non-empty array of schemas");
        }
        List<Location> schemas = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            schemas.add(document.child(at, keyword, i));
        }
        return schemas;
    }

    private static Set<String> strings(Location at, String keyword, JsonNode value) {
        Set<String> strings = new LinkedHashSet<>();
        if (!value.isArray()) {
            throw invalid(at, keyword, "it must be an array of strings");
        }
        for (JsonNode element : value) {
            strings.add(text(at, keyword, element));
        }
        return strings;
    }

    private static String text(Location at, String keyword, @Nullable JsonNode value) {
        if (value == null || !value.isTextual()) {
            throw invalid(at, keyword, "it must be a string");
        }
        return value.textValue();
    }

    private static int least(Location at, String keyword) {
        int count = NumberKeywords.count(at, keyword);
        if (count == Expr.UNBOUNDED) {
            throw new SchemaException.TooComplex(
                    at.pointer(keyword), keyword, "no value can be written that is so large", "maxCount");
        }
        return count;
    }

    private static int most(Location at, String keyword) {
        return NumberKeywords.count(at, keyword);
    }

    private static SchemaException.Invalid invalid(Location at, String keyword, String reason) {
        return new SchemaException.Invalid(at.pointer(keyword), keyword, reason);
    }
}
