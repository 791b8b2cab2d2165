package dev.tenon.server.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the JDK that JSON has a value for: the schema of each, and one value for a trial.
 *
 * <p>A schema here allows only what the class can hold and Jackson can read. Where a {@code format} of JSON Schema is wider
 * than the class (leap seconds, offsets of 23 hours, fractions without end), a {@code pattern} beside it takes the rest
 * away; where the class has no format, as with local times, the pattern is the calendar itself.
 */
final class JavaTypes {
    private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?";
    private static final String OFFSET = "(Z|[+-](0\\d|1[0-7]):[0-5]\\d)";

    /** Years 0000 to 9999 of the Gregorian calendar, as ISO 8601 and java.time have it. */
    private static final String DATE = "(\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])|\\d{4}-(0[13-9]|1[0-2])-(29|30)"
            + "|\\d{4}-(0[13578]|1[02])-31|(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)";

    private static final Map<Class<?>, JavaType> ALL = all();

    private JavaTypes() {}

    /**
     * What JSON has for a class.
     *
     * @param schema every value of it is one of the class; not to be written to
     * @param sample the JSON text of a value
     */
    record JavaType(ObjectNode schema, String sample) {}

    /** What JSON has for a class, or null where it is none of the JDK's that have a place here. */
    static @Nullable JavaType of(Class<?> type) {
        return ALL.get(type);
    }

    private static Map<Class<?>, JavaType> all() {
        Map<Class<?>, JavaType> all = new HashMap<>();
        JavaType flag = new JavaType(schema("boolean"), "true");
        all.put(boolean.class, flag);
        all.put(Boolean.class, flag);
        all.put(String.class, new JavaType(schema("string"), "\"a\""));
        all.put(CharSequence.class, new JavaType(schema("string"), "\"a\""));
        all.put(char[].class, new JavaType(schema("string"), "\"a\""));
        putNumbers(all);
        putTimes(all);
        // One UTF-16 unit: a code point beyond the basic plane is two.
        JavaType unit = new JavaType(
                schema("string").put("minLength", 1).put("maxLength", 1).put("pattern", "^[\\u0000-\\uFFFF]$"),
                "\"a\"");
        all.put(char.class, unit);
        all.put(Character.class, unit);
        all.put(byte[].class, pattern("^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", "YQ=="));
        all.put(UUID.class, format("uuid", "123e4567-e89b-12d3-a456-426614174000"));
        // java.net.URI follows RFC 2396, which is narrower than the RFC 3986 of the format.
        all.put(
                URI.class,
                new JavaType(
                        schema("string")
                                .put("format", "uri")
                                .put(
                                        "pattern",
                                        "^[A-Za-z][A-Za-z0-9+.-]*:(//)?[A-Za-z0-9][A-Za-z0-9._~/?#@!$&'()*+,;=:%-]*$"),
                        "\"https://example.org/a\""));
        JavaType any = new JavaType(JsonNodeFactory.instance.objectNode(), "[1]");
        all.put(Object.class, any);
        all.put(JsonNode.class, any);
        all.put(ObjectNode.class, new JavaType(schema("object"), "{\"a\":1}"));
        all.put(ArrayNode.class, new JavaType(schema("array"), "[1]"));
        return all;
    }

    private static void putNumbers(Map<Class<?>, JavaType> all) {
        putInteger(all, byte.class, Byte.class, Byte.MIN_VALUE, Byte.MAX_VALUE);
        putInteger(all, short.class, Short.class, Short.MIN_VALUE, Short.MAX_VALUE);
        putInteger(all, int.class, Integer.class, Integer.MIN_VALUE, Integer.MAX_VALUE);
        putInteger(all, long.class, Long.class, Long.MIN_VALUE, Long.MAX_VALUE);
        all.put(OptionalInt.class, all.get(int.class));
        all.put(OptionalLong.class, all.get(long.class));
        all.put(Year.class, new JavaType(schema("integer").put("minimum", 0).put("maximum", 9999), "2026"));
        all.put(BigInteger.class, new JavaType(schema("integer"), "1"));
        all.put(BigDecimal.class, new JavaType(schema("number"), "1.5"));
        all.put(Number.class, new JavaType(schema("number"), "1.5"));
        // Beyond these a text is read as infinity.
        JavaType small = number(new BigDecimal("3.4028234663852886E+38"));
        JavaType large = number(new BigDecimal("1.7976931348623157E+308"));
        all.put(float.class, small);
        all.put(Float.class, small);
        all.put(double.class, large);
        all.put(Double.class, large);
        all.put(OptionalDouble.class, large);
    }

    private static void putInteger(
            Map<Class<?>, JavaType> all, Class<?> primitive, Class<?> boxed, long least, long greatest) {
        JavaType type = new JavaType(schema("integer").put("minimum", least).put("maximum", greatest), "1");
        all.put(primitive, type);
        all.put(boxed, type);
    }

    private static JavaType number(BigDecimal greatest) {
        return new JavaType(schema("number").put("minimum", greatest.negate()).put("maximum", greatest), "1.5");
    }

    private static void putTimes(Map<Class<?>, JavaType> all) {
        all.put(LocalDate.class, format("date", "2026-11-22"));
        String dateTime = "^\\d{4}-\\d\\d-\\d\\dT" + TIME;
        JavaType zoned = format("date-time", dateTime + OFFSET + "$", "2026-11-22T16:30:00Z");
        all.put(OffsetDateTime.class, zoned);
        all.put(ZonedDateTime.class, zoned);
        all.put(Instant.class, format("date-time", dateTime + "Z$", "2026-11-22T16:30:00Z"));
        all.put(
                Date.class,
                format(
                        "date-time",
                        "^\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$",
                        "2026-11-22T16:30:00Z"));
        all.put(OffsetTime.class, format("time", "^" + TIME + OFFSET + "$", "16:30:00Z"));
        all.put(LocalTime.class, pattern("^" + TIME + "$", "16:30:00"));
        all.put(LocalDateTime.class, pattern("^" + DATE + "T" + TIME + "$", "2026-11-22T16:30:00"));
        all.put(YearMonth.class, pattern("^\\d{4}-(0[1-9]|1[0-2])$", "2026-11"));
        all.put(
                MonthDay.class,
                pattern("^--((0[1-9]|1[0-2])-(0[1-9]|1\\d|2\\d)|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31)$", "--11-22"));
        all.put(ZoneOffset.class, pattern("^(Z|[+-](0\\d|1[0-7]):[0-5]\\d)$", "+01:00"));
        // The format forbids P, PT and units left out between others; java.time.Duration knows no greater unit than
        // days.
        all.put(Duration.class, format("duration", "^P(\\d{1,9}D)?(T(\\d{1,9}H)?(\\d{1,9}M)?(\\d{1,9}S)?)?$", "PT90S"));
        all.put(Period.class, format("duration", "^P(\\d{1,8}Y)?(\\d{1,8}M)?(\\d{1,8}D)?$", "P1D"));
    }

    private static ObjectNode schema(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static JavaType pattern(String pattern, String sample) {
        return new JavaType(schema("string").put("pattern", pattern), '"' + sample + '"');
    }

    private static JavaType format(String format, String sample) {
        return new JavaType(schema("string").put("format", format), '"' + sample + '"');
    }

    private static JavaType format(String format, String pattern, String sample) {
        return new JavaType(schema("string").put("format", format).put("pattern", pattern), '"' + sample + '"');
    }
}
