package dev.tenon.server.template;

import dev.tenon.server.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a source into text and the tokens of tags and expressions, as Jinja2 does with {@code trim_blocks} and
 * {@code lstrip_blocks}: the newline after a tag goes, and so does white space before a tag that begins its line. A sign at
 * a delimiter takes all white space there ({@code -}) or leaves it ({@code +}). Comments leave nothing; the inside of
 * {@code raw} is text. Linear in the source.
 */
final class TemplateLexer {
    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    /** Whether what was last taken out of the source ended a line: the next text begins one then. */
    private boolean lineStarting = true;

    private TemplateLexer(String source) {
        this.source = source;
    }

    /**
     * The tokens of a source, with one {@link Kind#END} at their end.
     *
     * @throws TemplateRaised where a tag, a comment or a string does not end, or a character belongs to nothing
     */
    static List<Token> read(String source) {
        String lines = source.replace("\r\n", "\n").replace('\r', '\n');
        // Jinja leaves out one newline at the end of a source.
        return new TemplateLexer(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines).all();
    }

    private List<Token> all() {
        try {
            while (at < source.length()) {
                int begin = nextDelimiter();
                if (begin < 0) {
                    data(source.substring(at));
                    moveTo(source.length());
                } else {
                    tag(begin);
                }
            }
        } catch (TemplateRaised e) {
            throw e.at(line);
        }
        tokens.add(new Token(Kind.END, "", line));
        return tokens;
    }

    private int nextDelimiter() {
        for (int i = source.indexOf('{', at); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            if ("{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private void tag(int begin) {
        char second = source.charAt(begin + 1);
        char sign = begin + 2 < source.length() ? source.charAt(begin + 2) : ' ';
        boolean signed = sign == '-' || sign == '+';
        data(before(begin, second != '{', signed ? sign : ' '));
        moveTo(begin + (signed ? 3 : 2));
        if (second == '#') {
            comment();
        } else if (second == '{') {
            tokens.add(new Token(Kind.OUTPUT_BEGIN, "", line));
            inside("}}");
            tokens.add(new Token(Kind.OUTPUT_END, "", line));
        } else if (keyword(at, "raw") > 0) {
            raw();
        } else {
            tokens.add(new Token(Kind.BLOCK_BEGIN, "", line));
            inside("%}");
            tokens.add(new Token(Kind.BLOCK_END, "", line));
        }
    }

    /** The text up to a delimiter, without what the delimiter takes. */
    private String before(int begin, boolean isBlock, char sign) {
        String text = source.substring(at, begin);
        if (sign == '-') {
            return PythonStrings.strip(text, null, false, true);
        }
        int lineBegin = text.lastIndexOf('\n') + 1;
        boolean alone = isBlock
                && sign != '+'
                && (lineBegin > 0 || lineStarting)
                && text.chars().skip(lineBegin).allMatch(PythonStrings::isSpace);
        return alone ? text.substring(0, lineBegin) : text;
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            tokens.add(new Token(Kind.DATA, text, line));
        }
    }

    private void moveTo(int end) {
        for (int i = at; i < end; i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        lineStarting = end > at && source.charAt(end - 1) == '\n';
        at = end;
    }

    private void comment() {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw new TemplateRaised("a comment does not end");
        }
        char sign = end > at ? source.charAt(end - 1) : ' ';
        moveTo(afterClosing(end + 2, sign, true));
    }

    /** Where the source goes on behind a closing delimiter that ends at {@code end}. */
    private int afterClosing(int end, char sign, boolean trims) {
        int next = end;
        if (sign == '-') {
            while (next < source.length() && PythonStrings.isSpace(source.charAt(next))) {
                next++;
            }
        } else if (sign != '+' && trims && next < source.length() && source.charAt(next) == '\n') {
            next++;
        }
        return next;
    }

    /** Where the tag that has this word and nothing else inside has its closing delimiter, or -1 for another tag. */
    private int keyword(int from, String word) {
        int i = skipSpace(from);
        if (!source.startsWith(word, i)) {
            return -1;
        }
        i = skipSpace(i + word.length());
        int signed = i < source.length() && "-+".indexOf(source.charAt(i)) >= 0 ? i + 1 : i;
        return source.startsWith("%}", signed) ? signed : -1;
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < source.length() && PythonStrings.isSpace(source.charAt(i))) {
            i++;
        }
        return i;
    }

    private void raw() {
        int opened = keyword(at, "raw");
        moveTo(afterClosing(opened + 2, source.charAt(opened - 1), false));
        for (int i = source.indexOf("{%", at); i >= 0; i = source.indexOf("{%", i + 2)) {
            char sign = i + 2 < source.length() ? source.charAt(i + 2) : ' ';
            boolean signed = sign == '-' || sign == '+';
            int closed = keyword(i + (signed ? 3 : 2), "endraw");
            if (closed > 0) {
                data(before(i, true, signed ? sign : ' '));
                moveTo(afterClosing(closed + 2, source.charAt(closed - 1), true));
                return;
            }
        }
        throw new TemplateRaised("'raw' does not end");
    }

    /** The tokens up to the closing delimiter, which counts only where no bracket is open. */
    private void inside(String closing) {
        int open = 0;
        boolean isBlock = closing.equals("%}");
        while (true) {
            moveTo(skipSpace(at));
            if (at == source.length()) {
                throw new TemplateRaised("'" + closing + "' is missing");
            }
            char c = source.charAt(at);
            if (open == 0 && source.startsWith(closing, at)) {
                moveTo(afterClosing(at + 2, ' ', isBlock));
                return;
            }
            if (open == 0 && (c == '-' || (isBlock && c == '+')) && source.startsWith(closing, at + 1)) {
                moveTo(afterClosing(at + 3, c, isBlock));
                return;
            }
            ExpressionToken next = ExpressionToken.read(source, at);
            if (next.kind() == Kind.OPERATOR) {
                open += "([{".contains(next.text()) ? 1 : ")]}".contains(next.text()) ? -1 : 0;
                if (open < 0) {
                    throw new TemplateRaised("'" + next.text() + "' closes nothing");
                }
            }
            tokens.add(new Token(next.kind(), next.text(), line));
            moveTo(next.end());
        }
    }
}
