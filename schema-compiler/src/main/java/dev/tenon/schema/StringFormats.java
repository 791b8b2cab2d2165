package dev.tenon.schema;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The formats that are enforced, as regular languages (JSON Schema Validation 2020-12, section 7.3), and as intervals
 * for the OpenAPI formats of numbers. Formats are the same in every draft; unknown ones are annotations.
 *
 * <p>A format is compiled when it is first asked for, some milliseconds, and kept: there are only so many of them.
 * Thread-safe.
 */
final class StringFormats {
    private static final Map<String, Supplier<StringFormat>> KNOWN = Map.ofEntries(
            Map.entry("date", DateFormats::date),
            Map.entry("time", DateFormats::time),
            Map.entry("date-time", DateFormats::dateTime),
            Map.entry("duration", DateFormats::duration),
            Map.entry("email", AddressFormats::email),
            Map.entry("idn-email", AddressFormats::idnEmail),
            Map.entry("hostname", AddressFormats::hostname),
            Map.entry("idn-hostname", IdnHostnames::idnHostname),
            Map.entry("ipv4", AddressFormats::ipv4),
            Map.entry("ipv6", AddressFormats::ipv6),
            Map.entry("uri", UriFormats::uri),
            Map.entry("uri-reference", UriFormats::uriReference),
            Map.entry("iri", UriFormats::iri),
            Map.entry("iri-reference", UriFormats::iriReference),
            Map.entry("uri-template", UriFormats::uriTemplate),
            Map.entry("uuid", IdentifierFormats::uuid),
            Map.entry("json-pointer", IdentifierFormats::jsonPointer),
            Map.entry("relative-json-pointer", IdentifierFormats::relativeJsonPointer),
            Map.entry("regex", RegexFormat::regex));

    private static final Map<String, StringFormat> COMPILED = new ConcurrentHashMap<>();

    private StringFormats() {}

    /** Whether the format restricts strings or numbers. */
    static boolean isKnown(String name) {
        return KNOWN.containsKey(name) || numbers(name) != null;
    }

    /** The names of all formats of strings, in no order. */
    static Set<String> names() {
        return KNOWN.keySet();
    }

    /** The format of strings that has the name; null for any other, which restricts nothing. */
    static @Nullable StringFormat find(String name) {
        Supplier<StringFormat> format = KNOWN.get(name);
        return format == null ? null : COMPILED.computeIfAbsent(name, unused -> format.get());
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
