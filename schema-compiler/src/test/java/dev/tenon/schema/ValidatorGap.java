package dev.tenon.schema;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Words of a format that networknt's validator (2.0.8) takes for none, each kind with the clause that says otherwise.
 *
 * @param format the name of the format
 * @param clause what decides
 * @param concerns whether a word is of the kind
 */
record ValidatorGap(String format, String clause, Predicate<String> concerns) {
    private static final String LONG_FRACTION = "\\.[0-9]{10}";

    /** All that are known. */
    static final List<ValidatorGap> KNOWN = List.of(
            gap("time", "RFC 3339, 5.6: time-secfrac has any number of digits", LONG_FRACTION),
            gap("date-time", "RFC 3339, 5.6: time-secfrac has any number of digits", LONG_FRACTION),
            gap(
                    "date-time",
                    "RFC 3339, 5.6: time-hour of an offset is up to 23",
                    "[+-](?:18:(?!00)|19|2[0-3])[0-9:]*$"),
            gap("date-time", "RFC 3339, 5.7: leap seconds", ":60"),
            gap("uri", "RFC 3986, 3: path-empty after the scheme", "^[^:/?#]*:(?:[?#]|$)"),
            gap("uri-reference", "RFC 3986, 3: path-empty after the scheme", "^[^:/?#]*:(?:[?#]|$)"),
            gap("iri", "RFC 3986, 3: path-empty after the scheme", "^[^:/?#]*:(?:[?#]|$)"),
            gap("iri-reference", "RFC 3986, 3: path-empty after the scheme", "^[^:/?#]*:(?:[?#]|$)"),
            gap("uri", "RFC 3986, 3.2: an authority may be empty", "^[^/?#]*//(?:$|[?#])"),
            gap("uri-reference", "RFC 3986, 3.2: an authority may be empty", "^[^/?#]*//(?:$|[?#])"),
            gap("iri", "RFC 3986, 3.2: an authority may be empty", "^[^/?#]*//(?:$|[?#])"),
            gap("iri-reference", "RFC 3986, 3.2: an authority may be empty", "^[^/?#]*//(?:$|[?#])"),
            gap("iri", "RFC 3987, 2.2: ucschar holds spaces beyond ASCII", "[\\p{Zs}\\p{Zl}\\p{Zp}]"),
            gap("iri-reference", "RFC 3987, 2.2: ucschar holds spaces beyond ASCII", "[\\p{Zs}\\p{Zl}\\p{Zp}]"),
            gap("uri-template", "RFC 6570, erratum 6937: an apostrophe is a literal", "'"),
            gap("json-pointer", "RFC 6901, 3: unescaped holds #", "/[^/]*#"),
            gap("relative-json-pointer", "RFC 6901, 3: unescaped holds #", "/[^/]*#"),
            gap("regex", "ECMA-262, 22.2.1: a class may be empty", "\\[\\^?\\]"),
            gap("uri", "RFC 3986, 3.2.2: IPvFuture", "\\[[Vv]"),
            gap("uri-reference", "RFC 3986, 3.2.2: IPvFuture", "\\[[Vv]"),
            gap("iri", "RFC 3986, 3.2.2: IPvFuture", "\\[[Vv]"),
            gap("iri-reference", "RFC 3986, 3.2.2: IPvFuture", "\\[[Vv]"),
            gap("idn-hostname", "RFC 5890, 2.3.2.1: an NR-LDH label may have capitals", "[A-Z]"),
            gap("idn-hostname", "RFC 5892, 2.6, A.1, A.4: tsheg, joiners and keraia", "[\\u200C\\u200D\\u0375\\u0F0B]"),
            gap("idn-hostname", "RFC 5892, A.9: extended Arabic-Indic digits anywhere", "[\\u06F0-\\u06F9]"),
            gap("idn-hostname", "RFC 5892, A.7: a katakana middle dot beside Han, or at an end", "\\u30FB"),
            gap("idn-email", "RFC 6531, 3.3: UTF8-non-ascii holds U+0085", "\\x85"));

    private static ValidatorGap gap(String format, String clause, String pattern) {
        return new ValidatorGap(format, clause, Pattern.compile(pattern).asPredicate());
    }

    /** Whether a word of the format is of a known kind. */
    static boolean isKnown(String format, String word) {
        return KNOWN.stream().anyMatch(gap -> gap.format.equals(format) && gap.concerns.test(word));
    }
}
