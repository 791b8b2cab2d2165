package dev.tenon.server.local;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.OptBoolean;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Types as programs have them, each with a schema of its own kind. */
final class SampleTypes {
    private SampleTypes() {}

    record Person(String name, int age, Optional<LocalDate> born) {}

    record Numbers(byte b, short s, int i, long l, float f, double d) {}

    record Boxed(Byte b, Short s, Integer i, Long l, Float f, Double d, Boolean flag) {}

    record Letters(char c, Character boxed, char[] many, CharSequence sequence) {}

    record Exact(BigDecimal price, BigInteger count, Number any) {}

    record Moments(Instant instant, OffsetDateTime offset, ZonedDateTime zoned, Date date) {}

    record Locals(LocalDate date, LocalTime time, LocalDateTime both, OffsetTime offsetTime) {}

    record Parts(Year year, YearMonth yearMonth, MonthDay monthDay, ZoneOffset offset, DayOfWeek day, Month month) {}

    record Spans(Duration duration, Period period) {}

    record Names(UUID id, URI link, byte[] data) {}

    record Lists(List<String> names, Collection<Integer> counts, Deque<Boolean> flags, int[] ids, String[][] table) {}

    record Sets(Set<String> names, SortedSet<Integer> counts, EnumSet<Color> colors) {}

    record Maps(Map<String, Integer> counts, EnumMap<Color, String> names, SortedMap<String, List<Long>> lists) {}

    record Trees(JsonNode any, ObjectNode object, ArrayNode array, Object value) {}

    record Maybes(
            Optional<String> text,
            OptionalInt count,
            OptionalLong big,
            OptionalDouble ratio,
            List<Optional<String>> several,
            @Nullable String note,
            String last) {}

    record Empty() {}

    record Outer(Inner first, Inner second, List<Inner> more) {
        record Inner(boolean flag) {}
    }

    record Page<T>(List<T> items, int total) {}

    record Chain(int value, Optional<Chain> next) {}

    record Folder(String name, List<Folder> folders) {}

    enum Color {
        RED,
        GREEN,
        BLUE
    }

    enum Spelled {
        @JsonProperty("in-progress")
        IN_PROGRESS,
        DONE
    }

    enum Numbered {
        ONE(1),
        TWO(2);

        private final int number;

        Numbered(int number) {
            this.number = number;
        }

        @JsonValue
        int number() {
            return number;
        }
    }

    record Enums(Color color, Spelled spelled, Numbered numbered) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle"), @JsonSubTypes.Type(Square.class)})
    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    @JsonTypeName("square")
    record Square(double side, Color color) implements Shape {}

    record Drawing(List<Shape> shapes, Circle outline) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Term.Literal.class, name = "literal"),
        @JsonSubTypes.Type(value = Term.Sum.class, name = "sum"),
        @JsonSubTypes.Type(value = Term.Nothing.class, name = "nothing")
    })
    sealed interface Term {
        record Literal(int value) implements Term {}

        record Sum(Term left, Term right) implements Term {}

        record Nothing() implements Term {}
    }

    @JsonClassDescription("A room to let")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Room(
            @JsonPropertyDescription("square metres") int floorArea,
            @JsonProperty("euro") BigDecimal monthlyRent,
            @JsonProperty(isRequired = OptBoolean.FALSE) String ownerName) {}

    /** A class with fields of its base. */
    abstract static class Base {
        public long id;
    }

    @JsonPropertyOrder({"second", "first"})
    static final class Bean extends Base {
        private String first = "";
        private @Nullable Integer second;

        @JsonIgnore
        public String hidden = "";

        public String getFirst() {
            return first;
        }

        public void setFirst(String text) {
            first = text;
        }

        public @Nullable Integer getSecond() {
            return second;
        }

        public void setSecond(Integer number) {
            second = number;
        }
    }
}
