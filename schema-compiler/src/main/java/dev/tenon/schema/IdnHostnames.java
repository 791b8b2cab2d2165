package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.Regex;
import dev.tenon.automaton.regex.RegexCompiler;
import java.util.List;

/**
 * The format {@code idn-hostname} (JSON Schema Validation 2020-12, section 7.3.3; RFC 5890 to 5893): a part of it, since
 * the length that a label has in Punycode is not regular, and since most of Unicode would cost more states than it is
 * worth. Host names of ASCII labels are in it as {@code hostname} has them, and names of up to three labels with letters
 * of Latin-1, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Kana, Han and Hangul.
 *
 * <p>All those code points are PVALID and in normal form C whatever stands beside them (RFC 5892, section 2; RFC 5891,
 * section 4.2); the contextual rules of RFC 5892, appendix A, and the Bidi rule of RFC 5893, section 2, are built into the
 * sequences below.
 *
 * <p>A label with letters beyond ASCII has at most twelve code points. Between code points of the basic plane the
 * differences add up to less than 65,536, each times the length, and whatever bias Punycode (RFC 3492, section 6) has come
 * to, a difference below 1, 36, 1,261, 28,886 or 288,886 needs no more than one to five digits: at worst twelve of them
 * make 63 octets, {@code xn--} included, and thirteen make more. Three labels of 63 octets stay within 253.
 */
final class IdnHostnames {
    private static final int HOST_LENGTH = 253;

    /** RFC 3490, section 3.1: what is taken for a full stop. */
    private static final String SEPARATOR = "[.\\u3002\\uFF0E\\uFF61]";

    private static final String KANA_OR_HAN = "\\u3007\\u3041-\\u3096\\u30A1-\\u30FA\\u4E00-\\u9FA5";
    private static final String GREEK = "\\u03AC-\\u03CE";
    private static final String CONSONANT = "\\u0915-\\u0939";

    /** Letters from left to right, but for ASCII. */
    private static final String LETTERS = "\\xDF-\\xF6\\xF8-\\xFF" + GREEK + "\\u0430-\\u045F\\u0905-\\u0939\\u0F0B"
            + KANA_OR_HAN + "\\uAC00-\\uD7A3";

    /** Vowel signs. With a virama they are the only marks here, and no label begins with one. */
    private static final String MARKS = "\\u093E-\\u094C";

    /** RFC 5892, appendix A.1 to A.4: joiners after a virama, a middle dot between two l, keraia before Greek. */
    private static final String LEFT_TO_RIGHT = "(?:[a-z0-9\\u0966-\\u096F\\u06F0-\\u06F9" + LETTERS + MARKS
            + "-]|\\u094D(?:[\\u200C\\u200D][" + CONSONANT + "])?|l(?:\\xB7l)+|\\u0375[" + GREEK + "])*";

    /** RFC 5892, appendix A.7: a katakana middle dot only beside Kana or Han. */
    private static final String JAPANESE =
            "[a-z0-9\\u30FB" + KANA_OR_HAN + "-]*[" + KANA_OR_HAN + "][a-z0-9\\u30FB" + KANA_OR_HAN + "-]*";

    /** Arabic letters that join on both sides, and those that join with the one before. */
    private static final String DUAL = "\\u0628\\u062A-\\u062E\\u0633-\\u063A\\u0641-\\u0647\\u064A";

    private static final String JOINING = "[" + DUAL + "\\u0622-\\u0625\\u0627\\u0629\\u062F-\\u0632\\u0648]";

    /** RFC 5892, appendix A.1, A.5 and A.6: a non-joiner between joining letters, geresh after a Hebrew letter. */
    private static final String RIGHT_TO_LEFT = "[\\u0621-\\u063A\\u0641-\\u064A\\u06FD\\u06FE]"
            + "|[\\u05D0-\\u05EA][\\u05F3\\u05F4]?|(?:[" + DUAL + "]\\u200C)+" + JOINING;

    private IdnHostnames() {}

    static StringFormat idnHostname() {
        Regex ascii =
                all(text("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"), new Regex.Complement(text("[^]{2}--[^]*")));
        Regex plain = either(ascii, all(text(LEFT_TO_RIGHT + "|" + JAPANESE), shape()));
        Regex bidi = either(all(ascii, text("[A-Za-z][^]*")), leftToRightBesideOthers(), rightToLeft());
        Regex hosts = either(labels(ascii, Regex.UNBOUNDED), labels(plain, 2), labels(bidi, 2));
        CompileLimits limits = CompileLimits.defaults();
        ByteDfa outer = FormatPattern.compile("[^\\x00-,/:-@\\[-`{-\\x7F]+");
        return StringFormat.within(RegexCompiler.compile(hosts, limits), outer)
                .upTo(HOST_LENGTH)
                .with(PunycodeHosts.strings());
    }

    private static Regex labels(Regex label, int more) {
        Regex next = new Regex.Concat(List.of(text(SEPARATOR), label));
        return new Regex.Concat(List.of(label, new Regex.Repeat(next, 0, more)));
    }

    /** RFC 5891, section 4.2.3: neither hyphens at the ends or as third and fourth, nor a mark at the beginning. */
    private static Regex shape() {
        return all(
                text("[^]{1,12}"),
                text("[^" + MARKS + "\\u094D-](?:[^]*[^-])?"),
                new Regex.Complement(text("[^]{2}--[^]*")));
    }

    /** RFC 5893, section 2, rules 5 and 6: it begins with a letter. It ends with one or a digit, but for marks. */
    private static Regex leftToRightBesideOthers() {
        return all(text(LEFT_TO_RIGHT), text("[a-z" + LETTERS + "][^]*"), shape());
    }

    /** RFC 5893, section 2, rules 1 to 4: it begins with a letter, and has digits of one kind only. */
    private static Regex rightToLeft() {
        String european = "(?:" + RIGHT_TO_LEFT + "|[0-9\\u06F0-\\u06F9-])*";
        String arabic = "(?:" + RIGHT_TO_LEFT + "|[\\u0660-\\u0669-])*";
        return all(text("(?:" + RIGHT_TO_LEFT + ")(?:" + european + "|" + arabic + ")"), shape());
    }

    private static Regex all(Regex... items) {
        return new Regex.Intersect(List.of(items));
    }

    private static Regex either(Regex... items) {
        return new Regex.Alternate(List.of(items));
    }

    private static Regex text(String pattern) {
        return EcmaRegexParser.parseSearch("^(?:" + pattern + ")$", CompileLimits.defaults());
    }
}
