package dev.tenon.automaton.regex;

import dev.tenon.automaton.regex.Regex.Chars;
import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * The property names of {@code \p{...}} (ECMA-262, clause 22.2.1.8 and the tables after it): general categories,
 * scripts and those binary properties that {@link Character} knows. The Unicode version is that of the running JDK.
 *
 * <p>A property is enumerated over all code points when it is first asked for, some milliseconds, and kept; the cache is
 * bounded by the number of properties. Thread-safe.
 */
final class UnicodeProperties {
    private static final Map<String, IntPredicate> BINARY = binaryProperties();
    private static final Map<String, List<Integer>> CATEGORIES = categories();

    private static final int SHORT_SCRIPT_NAME = 4;

    /** Binary properties of ECMA-262 (table "Binary Unicode property aliases") that the JDK has no data of. */
    private static final Set<String> UNAVAILABLE = Set.of(
            "Case_Ignorable",
            "CI",
            "Changes_When_Casefolded",
            "CWCF",
            "Changes_When_Casemapped",
            "CWCM",
            "Changes_When_Lowercased",
            "CWL",
            "Changes_When_NFKC_Casefolded",
            "CWKCF",
            "Changes_When_Titlecased",
            "CWT",
            "Changes_When_Uppercased",
            "CWU",
            "Default_Ignorable_Code_Point",
            "DI",
            "Deprecated",
            "Dep",
            "Diacritic",
            "Dia",
            "Extender",
            "Ext",
            "Grapheme_Base",
            "Gr_Base",
            "Grapheme_Extend",
            "Gr_Ext",
            "IDS_Binary_Operator",
            "IDSB",
            "IDS_Trinary_Operator",
            "IDST",
            "Logical_Order_Exception",
            "LOE",
            "Math",
            "Pattern_Syntax",
            "Pat_Syn",
            "Quotation_Mark",
            "QMark",
            "Radical",
            "Sentence_Terminal",
            "STerm",
            "Soft_Dotted",
            "SD",
            "Terminal_Punctuation",
            "Term",
            "Unified_Ideograph",
            "UIdeo",
            "XID_Continue",
            "XIDC",
            "XID_Start",
            "XIDS");

    /** Keyed by the predicate's canonical name, so that aliases share an entry. */
    private static final Map<String, Chars> ENUMERATED = new ConcurrentHashMap<>();

    private UnicodeProperties() {}

    /** The code points of {@code \p{expression}}; nothing if the expression names no property. */
    static Optional<Chars> find(String expression) {
        int equals = expression.indexOf('=');
        if (equals < 0) {
            IntPredicate binary = BINARY.get(expression);
            return binary != null ? Optional.of(enumerate(expression, binary)) : category(expression);
        }
        String name = expression.substring(0, equals);
        String value = expression.substring(equals + 1);
        return switch (name) {
            case "General_Category", "gc" -> category(value);
            case "Script", "sc" -> script(value);
            default -> Optional.empty();
        };
    }

    /** The property that the expression asks for, if it is one of the standard that the JDK has no data of. */
    static Optional<String> unavailable(String expression) {
        if (expression.startsWith("Script_Extensions=") || expression.startsWith("scx=")) {
            return Optional.of("Script_Extensions");
        }
        return UNAVAILABLE.contains(expression) ? Optional.of("\\p{" + expression + "}") : Optional.empty();
    }

    private static Chars enumerate(String key, IntPredicate property) {
        return ENUMERATED.computeIfAbsent(key, unused -> CodePoints.where(property));
    }

    private static Optional<Chars> category(String name) {
        List<Integer> types = CATEGORIES.get(name);
        if (types == null) {
            return Optional.empty();
        }
        long wanted = 0;
        for (int type : types) {
            wanted |= 1L << type;
        }
        long mask = wanted;
        return Optional.of(
                enumerate("category " + mask, codePoint -> ((mask >>> Character.getType(codePoint)) & 1) != 0));
    }

    /** Names are case-sensitive in the standard (PropertyValueAliases.txt) and not in the JDK. */
    private static Optional<Chars> script(String name) {
        try {
            UnicodeScript script = UnicodeScript.forName(name);
            boolean isShort = name.length() == SHORT_SCRIPT_NAME && name.equals(capitalised(name));
            if (!isShort && !name.equals(nameOf(script))) {
                return Optional.empty();
            }
            return Optional.of(enumerate("script " + script, codePoint -> UnicodeScript.of(codePoint) == script));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String nameOf(UnicodeScript script) {
        return script == UnicodeScript.SIGNWRITING ? "SignWriting" : capitalised(script.name());
    }

    /** {@code OLD_ITALIC} as {@code Old_Italic}. */
    private static String capitalised(String name) {
        var text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean begins = i == 0 || name.charAt(i - 1) == '_';
            text.append(begins ? Character.toUpperCase(name.charAt(i)) : Character.toLowerCase(name.charAt(i)));
        }
        return text.toString();
    }

    private static Map<String, IntPredicate> binaryProperties() {
        Map<String, IntPredicate> map = new HashMap<>();
        map.put("Any", codePoint -> true);
        map.put("ASCII", codePoint -> codePoint < 0x80);
        map.put("Assigned", codePoint -> Character.getType(codePoint) != Character.UNASSIGNED);
        both(map, "Alphabetic", "Alpha", Character::isAlphabetic);
        both(map, "Lowercase", "Lower", Character::isLowerCase);
        both(map, "Uppercase", "Upper", Character::isUpperCase);
        both(map, "Ideographic", "Ideo", Character::isIdeographic);
        both(map, "White_Space", "space", UnicodeProperties::isWhiteSpace);
        both(map, "ASCII_Hex_Digit", "AHex", codePoint -> codePoint < 0x80 && Character.digit(codePoint, 16) >= 0);
        both(map, "ID_Start", "IDS", Character::isUnicodeIdentifierStart);
        both(map, "ID_Continue", "IDC", UnicodeProperties::isIdContinue);
        map.put("Emoji", Character::isEmoji);
        both(map, "Emoji_Presentation", "EPres", Character::isEmojiPresentation);
        both(map, "Emoji_Modifier", "EMod", Character::isEmojiModifier);
        both(map, "Emoji_Modifier_Base", "EBase", Character::isEmojiModifierBase);
        both(map, "Emoji_Component", "EComp", Character::isEmojiComponent);
        both(map, "Extended_Pictographic", "ExtPict", Character::isExtendedPictographic);
        both(map, "Bidi_Mirrored", "Bidi_M", Character::isMirrored);
        map.put("Cased", UnicodeProperties::isCased);
        map.put("Dash", UnicodeProperties::isDash);
        both(map, "Hex_Digit", "Hex", UnicodeProperties::isHexDigit);
        both(map, "Noncharacter_Code_Point", "NChar", UnicodeProperties::isNoncharacter);
        both(map, "Bidi_Control", "Bidi_C", in(0x61C, 0x61C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069));
        both(map, "Join_Control", "Join_C", in(0x200C, 0x200D));
        both(
                map,
                "Pattern_White_Space",
                "Pat_WS",
                in(0x9, 0xD, 0x20, 0x20, 0x85, 0x85, 0x200E, 0x200F, 0x2028, 0x2029));
        both(map, "Regional_Indicator", "RI", in(0x1F1E6, 0x1F1FF));
        both(map, "Variation_Selector", "VS", in(0x180B, 0x180D, 0x180F, 0x180F, 0xFE00, 0xFE0F, 0xE0100, 0xE01EF));
        return Map.copyOf(map);
    }

    private static void both(Map<String, IntPredicate> map, String name, String alias, IntPredicate property) {
        map.put(name, property);
        map.put(alias, property);
    }

    /** Pairs of first and last code point of a property that PropList.txt lists in few lines and that does not grow. */
    private static IntPredicate in(int... pairs) {
        return codePoint -> {
            for (int i = 0; i < pairs.length; i += 2) {
                if (codePoint >= pairs[i] && codePoint <= pairs[i + 1]) {
                    return true;
                }
            }
            return false;
        };
    }

    /** DerivedCoreProperties.txt: lowercase, uppercase or titlecase. */
    private static boolean isCased(int codePoint) {
        return Character.isLowerCase(codePoint)
                || Character.isUpperCase(codePoint)
                || Character.getType(codePoint) == Character.TITLECASE_LETTER;
    }

    /** PropList.txt: dash punctuation, the swung dash, and three minus signs. */
    private static boolean isDash(int codePoint) {
        return Character.getType(codePoint) == Character.DASH_PUNCTUATION
                || codePoint == 0x2053
                || codePoint == 0x207B
                || codePoint == 0x208B
                || codePoint == 0x2212;
    }

    /** PropList.txt: those of ASCII and their full-width forms. */
    private static boolean isHexDigit(int codePoint) {
        int ascii = codePoint >= 0xFF01 && codePoint <= 0xFF5E ? codePoint - 0xFEE0 : codePoint;
        return ascii < 0x80 && Character.digit(ascii, 16) >= 0;
    }

    private static boolean isNoncharacter(int codePoint) {
        return (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    }

    /** PropList.txt: the separators, and the control characters that are white space. */
    private static boolean isWhiteSpace(int codePoint) {
        return Character.isSpaceChar(codePoint) || (codePoint >= 0x09 && codePoint <= 0x0D) || codePoint == 0x85;
    }

    /** The JDK's identifier part also has the ignorable format and control characters. */
    private static boolean isIdContinue(int codePoint) {
        return Character.isUnicodeIdentifierPart(codePoint) && !Character.isIdentifierIgnorable(codePoint);
    }

    private static Map<String, List<Integer>> categories() {
        Map<String, List<Integer>> map = new HashMap<>();
        category(map, "Lu", "Uppercase_Letter", Character.UPPERCASE_LETTER);
        category(map, "Ll", "Lowercase_Letter", Character.LOWERCASE_LETTER);
        category(map, "Lt", "Titlecase_Letter", Character.TITLECASE_LETTER);
        category(map, "Lm", "Modifier_Letter", Character.MODIFIER_LETTER);
        category(map, "Lo", "Other_Letter", Character.OTHER_LETTER);
        category(map, "Mn", "Nonspacing_Mark", Character.NON_SPACING_MARK);
        category(map, "Mc", "Spacing_Mark", Character.COMBINING_SPACING_MARK);
        category(map, "Me", "Enclosing_Mark", Character.ENCLOSING_MARK);
        category(map, "Nd", "Decimal_Number", Character.DECIMAL_DIGIT_NUMBER);
        category(map, "Nl", "Letter_Number", Character.LETTER_NUMBER);
        category(map, "No", "Other_Number", Character.OTHER_NUMBER);
        category(map, "Pc", "Connector_Punctuation", Character.CONNECTOR_PUNCTUATION);
        category(map, "Pd", "Dash_Punctuation", Character.DASH_PUNCTUATION);
        category(map, "Ps", "Open_Punctuation", Character.START_PUNCTUATION);
        category(map, "Pe", "Close_Punctuation", Character.END_PUNCTUATION);
        category(map, "Pi", "Initial_Punctuation", Character.INITIAL_QUOTE_PUNCTUATION);
        category(map, "Pf", "Final_Punctuation", Character.FINAL_QUOTE_PUNCTUATION);
        category(map, "Po", "Other_Punctuation", Character.OTHER_PUNCTUATION);
        category(map, "Sm", "Math_Symbol", Character.MATH_SYMBOL);
        category(map, "Sc", "Currency_Symbol", Character.CURRENCY_SYMBOL);
        category(map, "Sk", "Modifier_Symbol", Character.MODIFIER_SYMBOL);
        category(map, "So", "Other_Symbol", Character.OTHER_SYMBOL);
        category(map, "Zs", "Space_Separator", Character.SPACE_SEPARATOR);
        category(map, "Zl", "Line_Separator", Character.LINE_SEPARATOR);
        category(map, "Zp", "Paragraph_Separator", Character.PARAGRAPH_SEPARATOR);
        category(map, "Cc", "Control", Character.CONTROL);
        category(map, "Cf", "Format", Character.FORMAT);
        category(map, "Cs", "Surrogate", Character.SURROGATE);
        category(map, "Co", "Private_Use", Character.PRIVATE_USE);
        category(map, "Cn", "Unassigned", Character.UNASSIGNED);
        group(map, "LC", "Cased_Letter", List.of("Lu", "Ll", "Lt"));
        group(map, "L", "Letter", List.of("Lu", "Ll", "Lt", "Lm", "Lo"));
        group(map, "M", "Mark", List.of("Mn", "Mc", "Me"));
        group(map, "N", "Number", List.of("Nd", "Nl", "No"));
        group(map, "P", "Punctuation", List.of("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"));
        group(map, "S", "Symbol", List.of("Sm", "Sc", "Sk", "So"));
        group(map, "Z", "Separator", List.of("Zs", "Zl", "Zp"));
        group(map, "C", "Other", List.of("Cc", "Cf", "Cs", "Co", "Cn"));
        map.put("digit", map.getOrDefault("Nd", List.of()));
        map.put("punct", map.getOrDefault("P", List.of()));
        map.put("cntrl", map.getOrDefault("Cc", List.of()));
        map.put("Combining_Mark", map.getOrDefault("M", List.of()));
        return Map.copyOf(map);
    }

    private static void category(Map<String, List<Integer>> map, String name, String longName, int type) {
        map.put(name, List.of(type));
        map.put(longName, List.of(type));
    }

    private static void group(Map<String, List<Integer>> map, String name, String longName, List<String> members) {
        List<Integer> types = members.stream()
                .flatMap(member -> map.getOrDefault(member, List.of()).stream())
                .toList();
        map.put(name, types);
        map.put(longName, types);
    }
}
