package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The formats that are enforced, as regular languages (JSON Schema Validation 2020-12, section 7.3), and as intervals
 * for the OpenAPI formats of numbers. Formats are asserted, in every draft; unknown ones are annotations.
 */
final class StringFormats {
    private static final String YEAR = "[0-9]{4}";

    /** Years that are divisible by four, and by four hundred if they are divisible by a hundred. */
    private static final String LEAP_YEAR =
            "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";

    /** RFC 3339, section 5.6, full-date, with the days that each month has. */
    private static final String DATE = "(?:" + YEAR + "-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
            + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
            + "|02-(?:0[1-9]|1[0-9]|2[0-8]))|" + LEAP_YEAR + "-02-29)";

    /** RFC 3339, section 5.6: nine digits of a second at most, since libraries refuse more than a nanosecond. */
    private static final String SECOND_FRACTION = "(?:\\.[0-9]{1,9})?";

    private static final String TIME_TO_SECOND = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]" + SECOND_FRACTION;

    /** The last second of a day in UTC when it is a leap second. */
    private static final String LEAP_SECOND = "23:59:60" + SECOND_FRACTION;

    /** RFC 3339, section 5.6, full-time; a leap second only where the offset is none. */
    private static final String TIME = "(?:" + TIME_TO_SECOND + "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])" + "|"
            + LEAP_SECOND + "(?:[Zz]|[+-]00:00))";

    /** The days that ended with a leap second, RFC 3339, appendix D, and those since. */
    private static final String LEAP_SECOND_DAY =
            "(?:(?:197[2-9]|198[79]|199[058]|2005|2008|2016)-12-31" + "|(?:1972|198[1235]|199[2347]|2012|2015)-06-30)";

    /**
     * RFC 3339, section 5.6, date-time. Offsets are at most 18 hours, since Java and others read no more, and there are
     * none beyond 14; an unknown offset, {@code -00:00}, is no ISO 8601 and is left out for the same reason.
     */
    private static final String DATE_TIME = "(?:" + DATE + "[Tt]" + TIME_TO_SECOND
            + "(?:[Zz]|\\+(?:0[0-9]|1[0-7]):[0-5][0-9]|\\+18:00"
            + "|-00:(?:0[1-9]|[1-5][0-9])|-(?:0[1-9]|1[0-7]):[0-5][0-9]|-18:00)"
            + "|" + LEAP_SECOND_DAY + "[Tt]" + LEAP_SECOND + "(?:[Zz]|\\+00:00))";

    private static final String HEX = "[0-9A-Fa-f]";

    /** RFC 2673, section 3.2: four decimal numbers up to 255 without leading zeros. */
    private static final String IPV4 =
            "(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}" + "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String DOMAIN_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    private static final Map<String, String> PATTERNS = Map.of(
            "date",
            DATE,
            "time",
            TIME,
            "date-time",
            DATE_TIME,
            "uuid",
            HEX + "{8}-" + HEX + "{4}-" + HEX + "{4}-" + HEX + "{4}-" + HEX + "{12}",
            "ipv4",
            IPV4,
            // RFC 5321, section 4.1.2, Mailbox, with a dot-string before the @ and a domain after it
            "email",
            ATOM + "(?:\\." + ATOM + ")*@" + DOMAIN_LABEL + "(?:\\." + DOMAIN_LABEL + ")*");

    private static final Set<String> NOT_YET = Set.of(
            "duration",
            "idn-email",
            "hostname",
            "idn-hostname",
            "ipv6",
            "uri",
            "uri-reference",
            "iri",
            "iri-reference",
            "uri-template",
            "json-pointer",
            "relative-json-pointer",
            "regex");

    private StringFormats() {}

    /** Compiled on first use of any format, and never again. */
    private static final class Compiled {
        private static final Map<String, ByteDfa> TEXTS = compileAll();

        private static Map<String, ByteDfa> compileAll() {
            CompileLimits limits = CompileLimits.defaults();
            Map<String, ByteDfa> texts = new HashMap<>();
            PATTERNS.forEach((name, pattern) -> texts.put(
                    name, RegexCompiler.compile(EcmaRegexParser.parseSearch("^(?:" + pattern + ")$", limits), limits)));
            return Map.copyOf(texts);
        }
    }

    /** Whether strings of the format are enforced. */
    static boolean isEnforced(String name) {
        return PATTERNS.containsKey(name);
    }

    /** Whether JSON Schema 2020-12 defines the format. */
    static boolean isKnown(String name) {
        return PATTERNS.containsKey(name) || NOT_YET.contains(name);
    }

    /** The strings of an enforced format. */
    static ByteDfa text(String name) {
        ByteDfa text = Compiled.TEXTS.get(name);
        if (text == null) {
            throw new IllegalArgumentException("not enforced: " + name);
        }
        return text;
    }

    /** The numbers of a format of numbers (OpenAPI format registry), or null for any other. */
    static @Nullable NumberSet numbers(String name) {
        return switch (name) {
            case "int32" -> integers(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "int64" -> integers(Long.MIN_VALUE, Long.MAX_VALUE);
            case "float" -> {
                BigDecimal most = new BigDecimal(Float.MAX_VALUE);
                yield new NumberSet.Range(most.negate(), true, most, true, null);
            }
            case "double" -> NumberSet.ALL;
            default -> null;
        };
    }

    private static NumberSet integers(long least, long most) {
        return new NumberSet.Range(BigDecimal.valueOf(least), true, BigDecimal.valueOf(most), true, BigDecimal.ONE);
    }
}
