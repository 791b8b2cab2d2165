package dev.tenon.server.local;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a Java type, as a mapper reads it: closed objects, members in the order of their declaration, required
 * unless the type or an annotation says otherwise. The schema is put together by victools' generator; what it leaves open
 * is closed here, and what a mapper would read in another form is refused. Used once, by one thread.
 */
final class TypeSchema {
    private static final Set<Class<?>> COLLECTIONS = Set.of(
            Collection.class,
            List.class,
            ArrayList.class,
            LinkedList.class,
            Queue.class,
            Deque.class,
            Set.class,
            HashSet.class,
            LinkedHashSet.class,
            EnumSet.class,
            SortedSet.class,
            NavigableSet.class,
            TreeSet.class);

    private static final Set<Class<?>> MAPS = Set.of(
            Map.class,
            HashMap.class,
            LinkedHashMap.class,
            EnumMap.class,
            SortedMap.class,
            NavigableMap.class,
            TreeMap.class);

    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private final JacksonView jackson;

    private TypeSchema(JacksonView jackson) {
        this.jackson = jackson;
    }

    /**
     * The schema of a type.
     *
     * @param mapper what is going to read the values
     * @throws UnsupportedTypeException when there is no schema that the type's values are exactly read from
     */
    static JsonNode of(Type type, ObjectMapper mapper) {
        TypeSchema schema = new TypeSchema(new JacksonView(mapper));
        SchemaGeneratorConfigBuilder builder =
                new SchemaGeneratorConfigBuilder(mapper, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        builder.with(new JacksonModule(
                JacksonOption.RESPECT_JSONPROPERTY_ORDER,
                JacksonOption.SKIP_SUBTYPE_LOOKUP,
                JacksonOption.IGNORE_TYPE_INFO_TRANSFORM));
        builder.with(Option.PLAIN_DEFINITION_KEYS);
        builder.without(Option.SCHEMA_VERSION_INDICATOR, Option.FLATTENED_OPTIONALS);
        schema.configure(builder);
        return new SchemaGenerator(builder.build()).generateSchema(type);
    }

    private void configure(SchemaGeneratorConfigBuilder builder) {
        builder.forTypesInGeneral()
                .withCustomDefinitionProvider(this::definition)
                .withSubtypeResolver(this::subtypes)
                .withPropertySorter(this::compareOrder)
                .withArrayUniqueItemsResolver(scope -> isSet(scope.getType()) ? Boolean.TRUE : null)
                .withTypeAttributeOverride(this::finish);
        builder.forFields()
                .withIgnoreCheck(field -> property(field) == null)
                .withTargetTypeOverridesResolver(TypeSchema::presentType)
                .withPropertyNameOverrideResolver(this::name)
                .withRequiredCheck(this::isRequired);
    }

    /**
     * The order that an annotation gives; among others that of the class file, which is that of the declaration and which a
     * sort that is stable keeps.
     */
    private int compareOrder(MemberScope<?, ?> first, MemberScope<?, ?> second) {
        return Integer.compare(rank(first), rank(second));
    }

    private int rank(MemberScope<?, ?> member) {
        return jackson.rank(owner(member), member.getDeclaredName());
    }

    private static boolean isSet(ResolvedType type) {
        return Set.class.isAssignableFrom(type.getErasedType());
    }

    private JacksonView.@Nullable Property property(FieldScope field) {
        return jackson.properties(owner(field)).get(field.getDeclaredName());
    }

    /** The class that the member is looked at in, and not what declares it: how a field is read may differ between subclasses. */
    private static Class<?> owner(MemberScope<?, ?> member) {
        return member.getDeclaringTypeMembers()
                .allTypesAndOverrides()
                .get(0)
                .getType()
                .getErasedType();
    }

    /** Of an optional member what it is where it is there; null for any other. */
    private static @Nullable List<ResolvedType> presentType(FieldScope field) {
        ResolvedType type = field.getType();
        if (type == null || type.getErasedType() != Optional.class) {
            return null;
        }
        List<ResolvedType> parameters = type.typeParametersFor(Optional.class);
        return parameters == null || parameters.isEmpty() ? null : List.of(parameters.get(0));
    }

    private @Nullable String name(FieldScope field) {
        JacksonView.Property property = property(field);
        return property == null ? null : property.name();
    }

    private boolean isRequired(FieldScope field) {
        JacksonView.Property property = property(field);
        if (property != null && property.required().isPresent()) {
            return property.required().get();
        }
        return !OPTIONALS.contains(field.getRawMember().getType()) && !isNullable(field);
    }

    /** Whether it is annotated with some {@code @Nullable}; there are many, on declarations and on types, and all mean this. */
    private static boolean isNullable(FieldScope field) {
        AnnotatedType type = field.getRawMember().getAnnotatedType();
        return Stream.concat(
                        Arrays.stream(type.getAnnotations()),
                        Arrays.stream(field.getRawMember().getAnnotations()))
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }

    private @Nullable CustomDefinition definition(ResolvedType type, SchemaGenerationContext context) {
        Class<?> erased = type.getErasedType();
        JavaTypes.JavaType known = JavaTypes.of(erased);
        if (known != null) {
            jackson.checkReads(erased, known.sample());
            return inline(known.schema().deepCopy());
        }
        if (erased.isEnum()) {
            return inline(enumeration(erased));
        }
        if (erased == Optional.class) {
            // A reference is filled in later, in the very node, so that it cannot be the definition itself.
            ObjectNode value = JsonNodeFactory.instance.objectNode();
            value.putArray("anyOf").add(context.createDefinitionReference(parameter(type, Optional.class, 0, context)));
            return inline(value);
        }
        if (MAPS.contains(erased)) {
            return inline(map(type, context));
        }
        if (erased.isArray() || COLLECTIONS.contains(erased)) {
            refuseUnordered(type, context);
            return null;
        }
        checkObject(erased);
        return null;
    }

    private static CustomDefinition inline(ObjectNode schema) {
        return new CustomDefinition(schema, CustomDefinition.INLINE_DEFINITION, CustomDefinition.INCLUDING_ATTRIBUTES);
    }

    private ObjectNode enumeration(Class<?> type) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        List<JsonNode> constants = jackson.constants(type);
        if (constants.stream().allMatch(JsonNode::isTextual)) {
            schema.put("type", "string");
        }
        schema.putArray("enum").addAll(constants);
        return schema;
    }

    private static ResolvedType parameter(
            ResolvedType type, Class<?> generic, int index, SchemaGenerationContext context) {
        ResolvedType parameter = context.getTypeContext().getTypeParameterFor(type, generic, index);
        return parameter == null ? context.getTypeContext().resolve(Object.class) : parameter;
    }

    private ObjectNode map(ResolvedType type, SchemaGenerationContext context) {
        Class<?> key = parameter(type, Map.class, 0, context).getErasedType();
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        if (key.isEnum()) {
            schema.set("propertyNames", enumeration(key));
        } else if (key != String.class && key != Object.class) {
            throw new UnsupportedTypeException(
                    type.getBriefDescription(), "keys of maps are strings or constants of an enum");
        }
        schema.set("additionalProperties", context.createDefinitionReference(parameter(type, Map.class, 1, context)));
        return schema;
    }

    private static void refuseUnordered(ResolvedType type, SchemaGenerationContext context) {
        if (SortedSet.class.isAssignableFrom(type.getErasedType())) {
            ResolvedType element = parameter(type, Collection.class, 0, context);
            if (!Comparable.class.isAssignableFrom(element.getErasedType())) {
                throw new UnsupportedTypeException(
                        type.getBriefDescription(), "the elements of a sorted set have to be comparable");
            }
        }
    }

    private void checkObject(Class<?> type) {
        String name = type.getTypeName();
        if (type.isPrimitive() || name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("jdk.")) {
            throw new UnsupportedTypeException(name, "there is no exact JSON form of it here");
        }
        if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            throw new UnsupportedTypeException(
                    name, "collections of one's own are not supported; use those of java.util");
        }
        List<Class<?>> subtypes = jackson.subtypes(type);
        if (Modifier.isAbstract(type.getModifiers())) {
            if (subtypes.isEmpty()) {
                throw new UnsupportedTypeException(
                        name,
                        "it is abstract, and nothing says which classes its values are; annotate it with @JsonTypeInfo"
                                + " and @JsonSubTypes");
            }
            return;
        }
        if (!subtypes.isEmpty()) {
            throw new UnsupportedTypeException(
                    name,
                    "it has subtypes and is not abstract; make it abstract, with a subtype for what it is itself");
        }
    }

    private @Nullable List<ResolvedType> subtypes(ResolvedType type, SchemaGenerationContext context) {
        if (!isObject(type.getErasedType())
                || !Modifier.isAbstract(type.getErasedType().getModifiers())) {
            return null;
        }
        return jackson.subtypes(type.getErasedType()).stream()
                .map(subtype -> context.getTypeContext().resolveSubtype(type, subtype))
                .toList();
    }

    private static boolean isObject(Class<?> type) {
        return JavaTypes.of(type) == null
                && !type.isEnum()
                && !type.isArray()
                && !OPTIONALS.contains(type)
                && !MAPS.contains(type)
                && !COLLECTIONS.contains(type);
    }

    /** Makes sure that an object has what Jackson reads, and puts the member that tells subtypes apart first. */
    private void finish(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
        Class<?> type = scope.getType().getErasedType();
        if (!isObject(type) || Modifier.isAbstract(type.getModifiers())) {
            return;
        }
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        jackson.tag(type).ifPresent(tag -> {
            properties.putObject(tag.name()).put("const", tag.value());
            required.add(tag.name());
        });
        if (schema.get("properties") instanceof ObjectNode found) {
            properties.setAll(found);
        }
        if (schema.get("required") instanceof ArrayNode found) {
            required.addAll(found);
        }
        jackson.properties(type).forEach((field, property) -> {
            if (!properties.has(property.name())) {
                throw new UnsupportedTypeException(
                        type.getTypeName(),
                        "property '" + property.name() + "' is not kept in a field of that name, which its type is"
                                + " taken from");
            }
        });
        schema.set("properties", properties);
        schema.set("required", required);
        schema.put("additionalProperties", false);
    }
}
