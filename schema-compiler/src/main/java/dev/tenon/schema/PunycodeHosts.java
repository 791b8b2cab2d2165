package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.Regex;
import dev.tenon.automaton.regex.RegexCompiler;
import dev.tenon.schema.LabelText.Direction;
import java.util.ArrayList;
import java.util.List;

/**
 * Host names with labels in Punycode (RFC 5890, section 2.3.2.1), which {@link ALabel} tells: one to three of them, with
 * labels of letters, digits and hyphens before, between and after them, whose third and fourth characters are not both
 * hyphens.
 *
 * <p>What stands between two such labels is a lexeme like any other. The octets of a name ({@link #MOST}) are dealt out
 * beforehand, since a lexeme counts its own alone: {@link #BEFORE} and {@link #BETWEEN} for plain labels, a full label
 * twice, {@link #THIRD} for a third one, and whatever is left for those at the end.
 */
final class PunycodeHosts {
    /** RFC 1035, section 2.3.4. */
    private static final int MOST = 253;

    private static final int LABEL = 63;
    private static final int BEFORE = 41;
    private static final int BETWEEN = 22;
    private static final int THIRD = 40;
    private static final String PREFIX = "xn--";

    /** With three digits less than the first code point has there is no label. */
    private static final int LEAST = PREFIX.length() + 1;

    private final Direction direction;

    private PunycodeHosts(Direction direction) {
        this.direction = direction;
    }

    /** The strings; those of the format {@code idn-hostname} are the same ones. */
    static SteppedStrings strings() {
        return Made.STRINGS;
    }

    /** Initialised when first asked for. */
    private static final class Made {
        private static final SteppedStrings STRINGS = new SteppedStrings(
                new Expr.Choice(List.of(
                        new PunycodeHosts(Direction.LEFT_TO_RIGHT).text(), new PunycodeHosts(Direction.BIDI).text())),
                PunycodeHosts::isHost,
                LEAST,
                MOST);
    }

    private static boolean isHost(String word) {
        return word.length() <= MOST && (isHost(word, Direction.LEFT_TO_RIGHT) || isHost(word, Direction.BIDI));
    }

    private static boolean isHost(String word, Direction direction) {
        ALabel machine = new ALabel(direction, LABEL - PREFIX.length());
        boolean any = false;
        for (String label : word.split("\\.", -1)) {
            boolean isCoded = label.startsWith(PREFIX);
            any |= isCoded;
            if (isCoded ? !machine.matches(label.substring(PREFIX.length())) : !isPlain(label, direction)) {
                return false;
            }
        }
        return any;
    }

    private static boolean isPlain(String label, Direction direction) {
        return label.matches(direction == Direction.BIDI ? "[A-Za-z][A-Za-z0-9-]*" : "[A-Za-z0-9][A-Za-z0-9-]*")
                && !label.endsWith("-")
                && !label.startsWith("--", 2)
                && label.length() <= LABEL;
    }

    private Expr text() {
        int afterFirst = MOST - BEFORE - LABEL;
        int afterSecond = afterFirst - 1 - BETWEEN - LABEL;
        int afterThird = afterSecond - 1 - THIRD;
        Expr third = new Expr.Sequence(List.of(before(".", 0), new Expr.Stepped(machine(THIRD)), end(afterThird)));
        Expr second = new Expr.Sequence(List.of(
                before(".", BETWEEN),
                new Expr.Stepped(machine(LABEL)),
                new Expr.Choice(List.of(end(afterSecond), third))));
        return new Expr.Sequence(List.of(
                before("\"", BEFORE),
                new Expr.Stepped(machine(LABEL)),
                new Expr.Choice(List.of(end(afterFirst), second))));
    }

    private ALabel machine(int octets) {
        return new ALabel(direction, octets - PREFIX.length());
    }

    /** Plain labels with their full stops and the beginning of one in Punycode, after a character. */
    private Expr before(String first, int most) {
        Regex labels = new Regex.Repeat(new Regex.Concat(List.of(label(), literal("."))), 0, Regex.UNBOUNDED);
        return lexeme(most + 1 + PREFIX.length(), literal(first), labels, literal(PREFIX));
    }

    /** Plain labels, a full stop before each, and the end of the string. */
    private Expr end(int most) {
        Regex labels = new Regex.Repeat(new Regex.Concat(List.of(literal("."), label())), 0, Regex.UNBOUNDED);
        return lexeme(most + 1, labels, literal("\""));
    }

    private static Expr lexeme(int most, Regex... parts) {
        ByteDfa text = RegexCompiler.compile(new Regex.Concat(List.of(parts)), CompileLimits.defaults());
        return new Expr.Lexeme(RawSpelling.counted(text), 0, most);
    }

    private Regex label() {
        List<Regex> rules = new ArrayList<>();
        rules.add(pattern("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"));
        rules.add(new Regex.Complement(pattern("[^]{2}--[^]*")));
        if (direction == Direction.BIDI) {
            rules.add(pattern("[A-Za-z][^]*"));
        }
        return new Regex.Intersect(rules);
    }

    private static Regex literal(String text) {
        return pattern(text.equals(".") ? "\\." : text);
    }

    private static Regex pattern(String pattern) {
        return EcmaRegexParser.parseSearch("^(?:" + pattern + ")$", CompileLimits.defaults());
    }
}
