package dev.tenon.automaton.grammar;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The terminals that {@code %import common} offers: those of Lark's {@code common.lark}, as regexes. Where Lark says what a
 * terminal ends with by a lazy quantifier, the regex says what is within it.
 */
final class LarkCommon {
    private static final String FLOAT =
            "(\\d+[eE][+-]?\\d+|(\\d+\\.\\d*|\\.\\d+)([eE][+-]?\\d+)?)".replace("\\d", "[0-9]");

    private static final Map<String, String> REGEXES = Map.ofEntries(
            Map.entry("DIGIT", "[0-9]"),
            Map.entry("HEXDIGIT", "[0-9A-Fa-f]"),
            Map.entry("INT", "[0-9]+"),
            Map.entry("SIGNED_INT", "[+-]?[0-9]+"),
            Map.entry("DECIMAL", "[0-9]+\\.[0-9]*|\\.[0-9]+"),
            Map.entry("_EXP", "[eE][+-]?[0-9]+"),
            Map.entry("FLOAT", FLOAT),
            Map.entry("SIGNED_FLOAT", "[+-]?" + FLOAT),
            Map.entry("NUMBER", FLOAT + "|[0-9]+"),
            Map.entry("SIGNED_NUMBER", "[+-]?(" + FLOAT + "|[0-9]+)"),
            Map.entry("ESCAPED_STRING", "\"([^\"\\\\\\n]|\\\\.)*\""),
            Map.entry("LCASE_LETTER", "[a-z]"),
            Map.entry("UCASE_LETTER", "[A-Z]"),
            Map.entry("LETTER", "[A-Za-z]"),
            Map.entry("WORD", "[A-Za-z]+"),
            Map.entry("CNAME", "[A-Za-z_][A-Za-z0-9_]*"),
            Map.entry("WS_INLINE", "[ \\t]+"),
            Map.entry("WS", "[ \\t\\f\\r\\n]+"),
            Map.entry("CR", "\\r"),
            Map.entry("LF", "\\n"),
            Map.entry("NEWLINE", "(\\r?\\n)+"),
            Map.entry("SH_COMMENT", "#[^\\n]*"),
            Map.entry("CPP_COMMENT", "//[^\\n]*"),
            Map.entry("C_COMMENT", "/\\*([^*]|\\*+[^*/])*\\*+/"),
            Map.entry("SQL_COMMENT", "--[^\\n]*"));

    private LarkCommon() {}

    /** The regex of a terminal, in Rust's syntax. */
    static Optional<String> find(String name) {
        return Optional.ofNullable(REGEXES.get(name));
    }

    static List<String> names() {
        return List.copyOf(new TreeMap<>(REGEXES).keySet());
    }
}
