package dev.tenon.schema;

/**
 * The formats of resource identifiers (JSON Schema Validation 2020-12, sections 7.3.5 and 7.3.6), all of them regular:
 * RFC 3986, appendix A; RFC 3987, section 2.2; RFC 6570, section 2.
 */
final class UriFormats {
    private static final String PERCENT = "%" + FormatPattern.HEX + "{2}";

    /** Unreserved characters and sub-delims, for the inside of a class, but for the hyphen. */
    private static final String PLAIN = "A-Za-z0-9._~!$&'()*+,;=";

    private static final String UCSCHAR = "\\xA0-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFEF" + planes();
    private static final String IPRIVATE = "\\uE000-\\uF8FF\\u{F0000}-\\u{FFFFD}\\u{100000}-\\u{10FFFD}";

    private UriFormats() {}

    static StringFormat uri() {
        return StringFormat.exact(FormatPattern.compile(absolute("", "")));
    }

    static StringFormat uriReference() {
        return StringFormat.exact(FormatPattern.compile(absolute("", "") + "|" + relative("", "")));
    }

    static StringFormat iri() {
        return StringFormat.exact(FormatPattern.compile(absolute(UCSCHAR, IPRIVATE)));
    }

    static StringFormat iriReference() {
        return StringFormat.exact(
                FormatPattern.compile(absolute(UCSCHAR, IPRIVATE) + "|" + relative(UCSCHAR, IPRIVATE)));
    }

    /** RFC 6570, section 2, with the apostrophe of its erratum 6937; reserved operators are part of the grammar. */
    static StringFormat uriTemplate() {
        String literal = "[!#$&-;=?-\\[\\]_a-z~" + UCSCHAR + IPRIVATE + "]|" + PERCENT;
        String variableCharacter = "(?:[A-Za-z0-9_]|" + PERCENT + ")";
        String variable = variableCharacter + "(?:\\.?" + variableCharacter + ")*" + "(?::[1-9][0-9]{0,3}|\\*)?";
        String expression = "\\{[+#./;?&=,!@|]?" + variable + "(?:," + variable + ")*\\}";
        return StringFormat.exact(FormatPattern.compile("(?:" + literal + "|" + expression + ")*"));
    }

    private static String absolute(String more, String queryMore) {
        return "[A-Za-z][A-Za-z0-9+.-]*:(?:" + authority(more) + "|/?(?:" + pathCharacter(more, ":@") + "+(?:/"
                + pathCharacter(more, ":@") + "*)*)?)" + tail(more, queryMore);
    }

    /** A relative reference does not begin with a segment that holds a colon. */
    private static String relative(String more, String queryMore) {
        String segment = pathCharacter(more, ":@") + "*";
        String rest = "(?:/" + segment + ")*";
        return "(?:" + authority(more) + "|/(?:" + pathCharacter(more, ":@") + "+" + rest + ")?|(?:"
                + pathCharacter(more, "@") + "+" + rest + ")?)" + tail(more, queryMore);
    }

    /** {@code //}, the authority, and a path that is empty or absolute. */
    private static String authority(String more) {
        String future = "[Vv]" + FormatPattern.HEX + "+\\.[-" + PLAIN + ":]+";
        return "//(?:" + pathCharacter(more, ":") + "*@)?(?:\\[(?:" + FormatPattern.IPV6 + "|" + future + ")\\]|"
                + pathCharacter(more, "") + "*)(?::[0-9]*)?(?:/" + pathCharacter(more, ":@") + "*)*";
    }

    private static String tail(String more, String queryMore) {
        return "(?:\\?" + pathCharacter(more + queryMore, ":@/?") + "*)?(?:#" + pathCharacter(more, ":@/?") + "*)?";
    }

    private static String pathCharacter(String more, String marks) {
        return "(?:[-" + marks + PLAIN + more + "]|" + PERCENT + ")";
    }

    /** RFC 3987, ucschar: all of the planes 1 to 13, and of plane 14 what is no tag, but for noncharacters. */
    private static String planes() {
        StringBuilder ranges = new StringBuilder();
        for (int plane = 1; plane <= 13; plane++) {
            ranges.append("\\u{%X0000}-\\u{%XFFFD}".formatted(plane, plane));
        }
        return ranges.append("\\u{E1000}-\\u{EFFFD}").toString();
    }
}
