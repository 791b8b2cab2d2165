package dev.tenon.server.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.schema.SchemaException;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas of types, member by member, and the types that have none. */
final class TypeSchemaTest {
    private static final String INT = "{'type':'integer','minimum':-2147483648,'maximum':2147483647}";
    private static final String DOUBLE =
            "{'type':'number','minimum':-1.7976931348623157E+308,'maximum':1.7976931348623157E+308}";

    static Stream<Arguments> typesBecomeClosedSchemasInTheirOwnOrder() {
        return Stream.of(
                Arguments.of(SampleTypes.Person.class, """
                    {'type':'object','properties':{'name':{'type':'string'},'age':INT,'born':{'type':'string','format':'date'}},\
                    'required':['name','age'],'additionalProperties':false}\
                    """),
                Arguments.of(SampleTypes.Room.class, """
                    {'type':'object','properties':{'floor_area':{'type':'integer','minimum':-2147483648,\
                    'maximum':2147483647,'description':'square metres'},'euro':{'type':'number'},\
                    'owner_name':{'type':'string'}},'required':['floor_area','euro'],'description':'A room to let',\
                    'additionalProperties':false}\
                    """),
                Arguments.of(SampleTypes.Bean.class, """
                    {'type':'object','properties':{'second':INT,'first':{'type':'string'},'id':{'type':'integer',\
                    'minimum':-9223372036854775808,'maximum':9223372036854775807}},'required':['first','id'],\
                    'additionalProperties':false}\
                    """),
                Arguments.of(SampleTypes.Chain.class, """
                    {'type':'object','properties':{'value':INT,'next':{'$ref':'#'}},'required':['value'],\
                    'additionalProperties':false}\
                    """),
                Arguments.of(SampleTypes.Enums.class, """
                    {'type':'object','properties':{'color':{'type':'string','enum':['RED','GREEN','BLUE']},\
                    'spelled':{'type':'string','enum':['in-progress','DONE']},'numbered':{'enum':[1,2]}},\
                    'required':['color','spelled','numbered'],'additionalProperties':false}\
                    """),
                Arguments.of(SampleTypes.Shape.class, """
                    {'anyOf':[{'type':'object','properties':{'kind':{'const':'circle'},'radius':DOUBLE},\
                    'required':['kind','radius'],'additionalProperties':false},{'type':'object','properties':{\
                    'kind':{'const':'square'},'side':DOUBLE,'color':{'type':'string','enum':['RED','GREEN','BLUE']}},\
                    'required':['kind','side','color'],'additionalProperties':false}]}\
                    """),
                Arguments.of(SampleTypes.Circle.class, """
                    {'type':'object','properties':{'kind':{'const':'circle'},'radius':DOUBLE},\
                    'required':['kind','radius'],'additionalProperties':false}\
                    """),
                Arguments.of(SampleTypes.Maps.class, """
                    {'type':'object','properties':{'counts':{'type':'object','additionalProperties':INT},\
                    'names':{'type':'object','propertyNames':{'type':'string','enum':['RED','GREEN','BLUE']},\
                    'additionalProperties':{'type':'string'}},'lists':{'type':'object','additionalProperties':{\
                    'type':'array','items':{'type':'integer','minimum':-9223372036854775808,\
                    'maximum':9223372036854775807}}}},'required':['counts','names','lists'],\
                    'additionalProperties':false}\
                    """),
                Arguments.of(SampleTypes.Trees.class, """
                    {'type':'object','properties':{'any':{},'object':{'type':'object'},'array':{'type':'array'},\
                    'value':{}},'required':['any','object','array','value'],'additionalProperties':false}\
                    """),
                Arguments.of(SampleTypes.Outer.class, """
                    {'$defs':{'Inner':{'type':'object','properties':{'flag':{'type':'boolean'}},'required':['flag'],\
                    'additionalProperties':false}},'type':'object','properties':{'first':{'$ref':'#/$defs/Inner'},\
                    'second':{'$ref':'#/$defs/Inner'},'more':{'type':'array','items':{'$ref':'#/$defs/Inner'}}},\
                    'required':['first','second','more'],'additionalProperties':false}\
                    """));
    }

    @ParameterizedTest
    @MethodSource
    void typesBecomeClosedSchemasInTheirOwnOrder(Type type, String schema) {
        String expected = schema.replace("INT", INT).replace("DOUBLE", DOUBLE).replace('\'', '"');
        assertEquals(expected, TypeSchema.of(type, Mappers.DEFAULT).toString());
    }

    record Clock(ZoneId zone) {}

    record Counter(AtomicInteger count) {}

    record Keyed(Map<Integer, String> names) {}

    record Sorted(SortedSet<SampleTypes.Outer> outers) {}

    record Stamped(@JsonFormat(pattern = "dd.MM.yyyy") LocalDate date) {}

    record Flat(@JsonUnwrapped SampleTypes.Circle circle) {}

    record Read(
            @JsonDeserialize(using = StringDeserializer.class)
            String text) {}

    record Wrapped(@JsonValue String text) {}

    record Delegated(String text) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Delegated of(int number) {
            return new Delegated(String.valueOf(number));
        }
    }

    @JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
    record Identified(int id) {}

    static final class Open {
        public int known;

        @JsonAnySetter
        public Map<String, Object> others = new HashMap<>();
    }

    static final class Converted {
        private int count;

        @JsonProperty
        void setText(String text) {
            count = text.length();
        }

        int count() {
            return count;
        }
    }

    interface Anything {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes(@JsonSubTypes.Type(Guessed.One.class))
    sealed interface Guessed {
        record One(int a) implements Guessed {}
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes(@JsonSubTypes.Type(Boxed.One.class))
    sealed interface Boxed {
        record One(int a) implements Boxed {}
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes(@JsonSubTypes.Type(Twice.One.class))
    sealed interface Twice {
        record One(String type) implements Twice {}
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(Dog.class))
    static class Animal {
        public int legs;
    }

    static final class Dog extends Animal {}

    enum Nothing {}

    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
    }

    static Stream<Arguments> refusesWhatHasNoExactSchema() {
        return Stream.of(
                Arguments.of(Clock.class, "java.time.ZoneId: there is no exact JSON form"),
                Arguments.of(Counter.class, "AtomicInteger: there is no exact JSON form"),
                Arguments.of(void.class, "void: there is no exact JSON form"),
                Arguments.of(Keyed.class, "keys of maps are strings or constants"),
                Arguments.of(Sorted.class, "elements of a sorted set have to be comparable"),
                Arguments.of(Stamped.class, "property 'date' is given another form by @JsonFormat"),
                Arguments.of(Flat.class, "property 'circle' is unwrapped"),
                Arguments.of(Read.class, "property 'text' has a deserializer of its own"),
                Arguments.of(Wrapped.class, "written by @JsonValue"),
                Arguments.of(Delegated.class, "a delegating creator"),
                Arguments.of(Identified.class, "referred to by identity"),
                Arguments.of(Open.class, "any-setter"),
                Arguments.of(Converted.class, "property 'text' is not kept in a field"),
                Arguments.of(Anything.class, "annotate it with @JsonTypeInfo and @JsonSubTypes"),
                Arguments.of(Guessed.class, "its subtypes are told apart by"),
                Arguments.of(Boxed.class, "its subtypes are told apart by WRAPPER_OBJECT"),
                Arguments.of(Twice.class, "the property 'type' tells subtypes apart"),
                Arguments.of(Animal.class, "it has subtypes and is not abstract"),
                Arguments.of(Nothing.class, "it has no constants"),
                Arguments.of(Names.class, "use those of java.util"));
    }

    @ParameterizedTest
    @MethodSource
    void refusesWhatHasNoExactSchema(Type type, String reason) {
        UnsupportedTypeException refusal =
                assertThrows(UnsupportedTypeException.class, () -> TypeSchema.of(type, Mappers.DEFAULT));
        assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
    }

    @Test
    void refusesDatesWhereTheMapperHasNoModuleForThem() {
        UnsupportedTypeException refusal = assertThrows(
                UnsupportedTypeException.class,
                () -> StructuredOutput.of(SampleTypes.Person.class, new ObjectMapper()));
        assertTrue(String.valueOf(refusal.getMessage()).contains("JavaTimeModule"), refusal.getMessage());
    }

    record Endless(Endless next) {}

    @Test
    void refusesTypesWithoutAFiniteValue() {
        assertThrows(SchemaException.Unsatisfiable.class, () -> StructuredOutput.of(Endless.class));
    }

    record TwoWords(String firstName, List<String> otherNames) {}

    @Test
    void namesAreThoseOfTheCallersMapper() {
        ObjectMapper snake = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
        assertEquals(
                "[\"first_name\",\"other_names\"]",
                TypeSchema.of(TwoWords.class, snake).get("required").toString());
    }

    record Told(@JsonPropertyDescription("the first") SampleTypes.Outer.Inner first, SampleTypes.Outer.Inner second) {}

    @Test
    void descriptionsStandBesideReferences() {
        assertEquals(
                "the first",
                TypeSchema.of(Told.class, Mappers.DEFAULT)
                        .at("/properties/first/description")
                        .asText());
        assertEquals(2, StructuredOutput.of(Told.class).schema().get("required").size());
    }
}
