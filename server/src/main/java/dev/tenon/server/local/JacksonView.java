package dev.tenon.server.local;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.OptBoolean;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeIdResolver;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a mapper reads classes, asked of the mapper itself, so that no annotation, mix-in or naming strategy is passed over:
 * what it finds is either what the schema says, or the class is refused. Not thread-safe.
 */
final class JacksonView {
    private final ObjectMapper mapper;
    private final DeserializationConfig config;
    private final AnnotationIntrospector annotations;
    private final Map<Class<?>, Map<String, Property>> known = new LinkedHashMap<>();

    JacksonView(ObjectMapper mapper) {
        this.mapper = mapper;
        this.config = mapper.getDeserializationConfig();
        this.annotations = config.getAnnotationIntrospector();
    }

    /**
     * A property that the mapper reads.
     *
     * @param name as JSON has it
     * @param required what the annotations say; absent where they say nothing
     */
    record Property(String name, Optional<Boolean> required) {}

    /**
     * The member that tells subtypes apart.
     *
     * @param name the member
     * @param value what it is for the class
     */
    record Tag(String name, String value) {}

    /**
     * The properties of a class by the names of its fields.
     *
     * @throws UnsupportedTypeException when the mapper does not read it member by member into fields
     */
    Map<String, Property> properties(Class<?> type) {
        Map<String, Property> properties = known.get(type);
        if (properties == null) {
            properties = inspect(type);
            known.put(type, properties);
        }
        return properties;
    }

    private Map<String, Property> inspect(Class<?> type) {
        BeanDescription bean = config.introspect(mapper.constructType(type));
        refuseOtherForms(type, bean);
        Map<String, Property> properties = new LinkedHashMap<>();
        for (BeanPropertyDefinition property : bean.findProperties()) {
            if (property.couldDeserialize()) {
                for (AnnotatedMember member : members(property)) {
                    refuseOtherForms(type, property.getName(), member);
                }
                properties.put(property.getInternalName(), new Property(property.getName(), required(property)));
            }
        }
        return properties;
    }

    /** The place of a property in the order that an annotation gives; those that it does not name come after all that it does. */
    int rank(Class<?> type, String field) {
        AnnotatedClass info =
                config.introspectClassAnnotations(mapper.constructType(type)).getClassInfo();
        String @Nullable [] order = annotations.findSerializationPropertyOrder(info);
        if (order == null) {
            return 0;
        }
        Property property = properties(type).get(field);
        for (int i = 0; i < order.length; i++) {
            if (order[i].equals(field) || (property != null && order[i].equals(property.name()))) {
                return i;
            }
        }
        return order.length;
    }

    private static List<AnnotatedMember> members(BeanPropertyDefinition property) {
        return Stream.<@Nullable AnnotatedMember>of(
                        property.getConstructorParameter(),
                        property.getSetter(),
                        property.getField(),
                        property.getGetter())
                .<AnnotatedMember>mapMulti((member, found) -> {
                    if (member != null) {
                        found.accept(member);
                    }
                })
                .toList();
    }

    /** {@code @JsonProperty(required = false)} is what an annotation without a word about it says, too, and so says nothing. */
    private static Optional<Boolean> required(BeanPropertyDefinition property) {
        for (AnnotatedMember member : members(property)) {
            JsonProperty annotation = member.getAnnotation(JsonProperty.class);
            if (annotation != null && annotation.isRequired() != OptBoolean.DEFAULT) {
                return Optional.of(annotation.isRequired().asPrimitive());
            }
            if (annotation != null && annotation.required()) {
                return Optional.of(true);
            }
        }
        return Optional.empty();
    }

    private void refuseOtherForms(Class<?> type, BeanDescription bean) {
        AnnotatedClass info = bean.getClassInfo();
        refuseIf(annotations.findDeserializer(info) != null, type, "it has a deserializer of its own");
        refuseIf(annotations.findPOJOBuilder(info) != null, type, "it is read by a builder");
        refuseIf(bean.findJsonValueAccessor() != null, type, "it is written by @JsonValue, in a form of its own");
        refuseIf(bean.findAnySetterAccessor() != null, type, "it has an any-setter, whose names no schema knows");
        refuseIf(bean.getObjectIdInfo() != null, type, "it is referred to by identity");
        JsonFormat.Value format = annotations.findFormat(info);
        refuseIf(hasForm(format), type, "@JsonFormat gives it another form");
        boolean delegates = Stream.concat(info.getConstructors().stream(), info.getFactoryMethods().stream())
                .anyMatch(creator -> annotations.findCreatorAnnotation(config, creator) == JsonCreator.Mode.DELEGATING);
        refuseIf(delegates, type, "it is read from another type by a delegating creator");
    }

    private void refuseOtherForms(Class<?> type, String name, AnnotatedMember member) {
        String where = "property '" + name + "'";
        refuseIf(annotations.findDeserializer(member) != null, type, where + " has a deserializer of its own");
        refuseIf(annotations.findContentDeserializer(member) != null, type, where + " has a deserializer of its own");
        refuseIf(annotations.findUnwrappingNameTransformer(member) != null, type, where + " is unwrapped");
        refuseIf(annotations.findReferenceType(member) != null, type, where + " is a managed or back reference");
        refuseIf(annotations.findObjectIdInfo(member) != null, type, where + " is referred to by identity");
        refuseIf(hasForm(annotations.findFormat(member)), type, where + " is given another form by @JsonFormat");
        refuseIf(
                annotations.findPropertyTypeResolver(config, member, mapper.constructType(member.getType())) != null,
                type,
                where + " has a @JsonTypeInfo of its own; put it on the type");
    }

    private static boolean hasForm(JsonFormat.@Nullable Value format) {
        return format != null && (format.hasPattern() || format.hasShape());
    }

    private static void refuseIf(boolean condition, Class<?> type, String reason) {
        if (condition) {
            throw new UnsupportedTypeException(type.getTypeName(), reason);
        }
    }

    /**
     * The concrete classes that a value of a class may be, other than the class itself; none where it has no type information.
     */
    List<Class<?>> subtypes(Class<?> type) {
        AnnotatedClass info =
                config.introspectClassAnnotations(mapper.constructType(type)).getClassInfo();
        Set<Class<?>> found = new LinkedHashSet<>();
        if (annotations.findTypeResolver(config, info, mapper.constructType(type)) != null) {
            for (NamedType named : mapper.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, info)) {
                Class<?> subtype = named.getType();
                if (subtype != type && type.isAssignableFrom(subtype) && !Modifier.isAbstract(subtype.getModifiers())) {
                    found.add(subtype);
                }
            }
        }
        return new ArrayList<>(found);
    }

    /**
     * What tells the class apart from others of its kind; empty where there is no type information.
     *
     * @throws UnsupportedTypeException when it is told apart by anything but a member
     */
    Optional<Tag> tag(Class<?> type) {
        TypeSerializer tagger;
        try {
            tagger = mapper.getSerializerProviderInstance().findTypeSerializer(mapper.constructType(type));
        } catch (JsonMappingException e) {
            throw new UnsupportedTypeException(type.getTypeName(), String.valueOf(e.getOriginalMessage()));
        }
        if (tagger == null) {
            return Optional.empty();
        }
        JsonTypeInfo.As inclusion = tagger.getTypeInclusion();
        String name = tagger.getPropertyName();
        @Nullable TypeIdResolver ids = tagger.getTypeIdResolver();
        boolean isNamed = ids != null
                && (ids.getMechanism() == JsonTypeInfo.Id.NAME || ids.getMechanism() == JsonTypeInfo.Id.SIMPLE_NAME);
        if (inclusion != JsonTypeInfo.As.PROPERTY || name == null || ids == null || !isNamed) {
            throw new UnsupportedTypeException(
                    type.getTypeName(),
                    "its subtypes are told apart by " + (isNamed ? inclusion : "something else than a name")
                            + "; only names in a property (@JsonTypeInfo(use = Id.NAME, include = As.PROPERTY)) are"
                            + " supported");
        }
        refuseIf(
                properties(type).values().stream()
                        .anyMatch(property -> property.name().equals(name)),
                type,
                "the property '" + name + "' tells subtypes apart and cannot be one of its own, too");
        String value = ids.idFromValueAndType(null, type);
        if (value == null) {
            throw new UnsupportedTypeException(type.getTypeName(), "it has no name among its kind");
        }
        return Optional.of(new Tag(name, value));
    }

    /**
     * The JSON values of an enum's constants.
     *
     * @throws UnsupportedTypeException when the mapper writes a constant in one way and reads it in another
     */
    List<JsonNode> constants(Class<?> type) {
        List<JsonNode> values = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            JsonNode value = mapper.valueToTree(constant);
            try {
                refuseIf(
                        !constant.equals(mapper.treeToValue(value, type)),
                        type,
                        "the constant " + constant + " is written as " + value + " and not read from it");
            } catch (JsonProcessingException e) {
                throw new UnsupportedTypeException(
                        type.getTypeName(), "the constant " + constant + " cannot be read from " + value);
            }
            values.add(value);
        }
        refuseIf(values.isEmpty(), type, "it has no constants, and so no value");
        return values;
    }

    /**
     * Makes sure that the mapper reads a class from JSON of the form that is meant.
     *
     * @throws UnsupportedTypeException when it does not
     */
    void checkReads(Class<?> type, String sample) {
        JavaType javaType = mapper.constructType(type);
        try {
            mapper.readValue(sample, javaType);
        } catch (JsonProcessingException e) {
            throw new UnsupportedTypeException(
                    type.getTypeName(),
                    "the mapper does not read it from " + sample
                            + "; its module may be missing (JavaTimeModule, Jdk8Module)");
        }
    }
}
