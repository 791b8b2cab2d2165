package dev.tenon.automaton.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.regex.RegexCompiler;
import dev.tenon.automaton.regex.RustRegexParser;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LarkParserTest {
    private static final CompileLimits LIMITS = CompileLimits.defaults();

    private static final JsonGrammars BOOLEANS = schema -> {
        if (!schema.replaceAll("\\s", "").equals("{\"type\":\"boolean\",\"title\":\"}\\\"\"}")) {
            throw new IllegalArgumentException("no schema of this test: " + schema);
        }
        return Grammar.of(
                new Expr.Lexeme(RegexCompiler.compile(RustRegexParser.parse("true|false", "", LIMITS), LIMITS)));
    };

    private static ParsedGrammar parse(String text) {
        return LarkParser.parse(text, SpecialTokens.NONE, BOOLEANS, LIMITS);
    }

    /** What Lark's own parser takes too, with Earley and {@code lexer="dynamic_complete"}. */
    static Stream<NotationTable> larkGrammars() {
        return Stream.of(
                NotationTable.of(
                        "strings and alternatives",
                        "start: \"yes\" | \"no\"",
                        List.of("yes", "no"),
                        List.of("", "y", "yesno", "Yes")),
                NotationTable.of(
                        "strings in any case",
                        "start: \"select\"i \"ß\" \"É\"i",
                        List.of("selectßé", "SELECTßÉ", "SeLeCtßÉ"),
                        List.of("selectSSé", "sélectßé")),
                NotationTable.of(
                        "ranges",
                        "start: LETTER \"0\"..\"9\"\nLETTER: \"a\"..\"c\" | \"X\"",
                        List.of("a0", "c9", "X5"),
                        List.of("d0", "x5", "a", "0a")),
                NotationTable.of(
                        "regexes and their flags",
                        "start: /[a-c]+/i \" \" /x.y/ \" \" /x.y/s \" \" /a\\/b/",
                        List.of("aBC x-y x\ny a/b"),
                        List.of("abd x-y x\ny a/b", "abc x\ny x\ny a/b")),
                NotationTable.of(
                        "operators",
                        "start: \"a\"? \"b\"* \"c\"+ [\"d\" | \"e\"] (\"f\" \"g\")? \"h\"~2 \"i\"~1..2",
                        List.of("chhi", "abbccdfghhii", "cehhi"),
                        List.of("hhi", "aachhi", "cdehhi", "cfhhi", "chi", "chhiii")),
                NotationTable.of(
                        "alternatives on lines of their own, aliases and modifiers",
                        "?start: a -> first\n     | _b -> second  // comment\n!a: \"a\"\n_b: \"b\" | \"c\"",
                        List.of("a", "b", "c"),
                        List.of("", "ab", "first")),
                NotationTable.of(
                        "terminals of terminals", """
                        start: NUMBER
                        NUMBER: SIGN? DIGITS ("." DIGITS)?
                        SIGN: "-" | "+"
                        DIGITS: DIGIT+
                        DIGIT: "0".."9"
                        """, List.of("1", "-12.5", "+0"), List.of("", ".5", "1.", "--1")),
                NotationTable.of(
                        "white space between terminals and not within",
                        "start: \"let\" NAME \"=\" NUMBER\nNAME: /[a-z]+/\nNUMBER: /[0-9]+/\n%ignore \" \"",
                        List.of("let x = 1", " let  x=1 ", "letx=12"),
                        List.of("l et x = 1", "let x = 1 2", "let x y = 1")),
                NotationTable.of(
                        "comments that are ignored",
                        """
                        start: "a" "b"
                        %import common.WS
                        %import common.C_COMMENT -> COMMENT
                        %ignore WS
                        %ignore COMMENT
                        """,
                        List.of("ab", "a /* x * y */ b", "/**/a/***/b\n"),
                        List.of("a /* b", "a /* */ */ b", "a * b")),
                NotationTable.of(
                        "arithmetic with left recursion",
                        """
                        ?start: sum
                        ?sum: product
                            | sum "+" product   -> add
                            | sum "-" product   -> sub
                        ?product: atom
                            | product "*" atom  -> mul
                            | product "/" atom  -> div
                        ?atom: NUMBER           -> number
                             | "-" atom         -> neg
                             | "(" sum ")"
                        %import common.NUMBER
                        %import common.WS_INLINE
                        %ignore WS_INLINE
                        """,
                        List.of("1", "1 + 2.5 * -3", "((1) - 2)/.5e3 ", "1-1-1"),
                        List.of("", "1 +", "(1", "1\n+ 1", "* 2", "a")),
                NotationTable.of(
                        "an ambiguous expression grammar",
                        "start: e\ne: e \"+\" e | e \"*\" e | \"(\" e \")\" | \"n\"\n%ignore \" \"",
                        List.of("n", "n + n * n", "(n+n)*(n)", "n" + " + n".repeat(200)),
                        List.of("", "n n", "n+", "(n")),
                NotationTable.of(
                        "indirect left recursion",
                        """
                        start: value
                        value: call | member | NAME
                        call: value "()"
                        member: value "." NAME
                        NAME: /[a-z]+/
                        """,
                        List.of("a", "a.b()", "a()().c.d()"),
                        List.of("", ".a", "()", "a.", "a(b)")),
                NotationTable.of(
                        "hidden left recursion",
                        "start: x\nx: a x \"1\" | b a x \"2\" | \"0\"\na: \"a\"?\nb: \"b\"*",
                        List.of("0", "01", "a01", "aa011", "bba02", "ba0212", "02"),
                        List.of("1", "a0", "aa01", "")),
                NotationTable.of(
                        "JSON",
                        """
                        ?start: value
                        ?value: object | array | string
                              | SIGNED_NUMBER      -> number
                              | "true"             -> true
                              | "false"            -> false
                              | "null"             -> null
                        array  : "[" [value ("," value)*] "]"
                        object : "{" [pair ("," pair)*] "}"
                        pair   : string ":" value
                        string : ESCAPED_STRING
                        %import common.ESCAPED_STRING
                        %import common.SIGNED_NUMBER
                        %import common.WS
                        %ignore WS
                        """,
                        List.of("{}", " [1, -2.5e3, {\"a\\\"\": null}] ", "\"\"", "[[], [[]]]"),
                        List.of("", "{,}", "[1,]", "{\"a\"}", "\"\n\"", "\"\\\"")),
                NotationTable.of(
                        "a small SQL",
                        """
                        start: "SELECT"i columns "FROM"i NAME [where] [order] [";"]
                        columns: "*" | column ("," column)*
                        column: NAME | NAME "(" (NAME | "*") ")"
                        where: "WHERE"i condition
                        condition: condition "OR"i conjunction | conjunction
                        conjunction: conjunction "AND"i test | test
                        test: NAME OPERATOR literal | "NOT"i test | "(" condition ")"
                        order: "ORDER"i "BY"i NAME ["ASC"i | "DESC"i]
                        literal: /'[^']*'/ | /[0-9]+/
                        OPERATOR: "=" | "<>" | "<" | ">" | "<=" | ">="
                        NAME: /[a-z_][a-z0-9_]*/
                        %import common.WS
                        %ignore WS
                        """,
                        List.of(
                                "SELECT * FROM t",
                                "select a, count(*) from t where a = 1 and (b <> 'x y' or not c >= 2) order by a"
                                        + " desc;"),
                        List.of("SELECT FROM t", "SELECT a b FROM t", "SELECT * FROM t WHERE a", "SELECT * FROM t;;")),
                NotationTable.of(
                        "lists in lists",
                        "start: list\nlist: \"[\" (item (\",\" item)*)? \"]\"\nitem: list | INT\n%import common.INT",
                        List.of("[]", "[1,[2,[]],3]", "[".repeat(500) + "]".repeat(500)),
                        List.of("", "[1,]", "[[]", "[,]")),
                NotationTable.of(
                        "several imports at once",
                        "start: CNAME \"=\" (INT | HEXDIGIT)\n%import common (CNAME, INT, HEXDIGIT)",
                        List.of("a_1=12", "_=F"),
                        List.of("1a=1", "a=FF", "a=")),
                NotationTable.of(
                        "unicode classes",
                        "start: /\\w+/ \"-\" /\\d/ \"-\" /[^\\W\\d]/",
                        List.of("naïve_日本-٣-é", "a-1-_"),
                        List.of("a b-1-x", "a-x-x", "a-1-2")),
                NotationTable.of(
                        "escapes in strings",
                        "start: \"a\\n\\t\\\\\\\"\\u00e9\\x41\"",
                        List.of("a\n\t\\\"éA"),
                        List.of("a\\n\t\\\"éA")),
                NotationTable.of(
                        "every way to cut a text counts",
                        "start: /a+/ \"a\" /b+c?/ \"c\"",
                        List.of("aabc", "aaabbc", "aabcc"),
                        List.of("abc", "aab", "aac", "aabccc")));
    }

    /** What llguidance has beyond Lark. */
    static Stream<NotationTable> extensions() {
        return Stream.of(
                NotationTable.of(
                        "brackets over several lines",
                        "start: (\"a\"\n  | \"b\"\n  )~2\n",
                        List.of("aa", "ab", "bb"),
                        List.of("a", "abb")),
                NotationTable.of(
                        "counts in braces",
                        "start: \"a\"{2} \"b\"{1,2} \"c\"{,1} \"d\"{1,} # comment",
                        List.of("aabd", "aabbcddd"),
                        List.of("abd", "aabccd", "aab")),
                NotationTable.of(
                        "counts of rules",
                        "start: pair{2,3}\npair: \"(\" pair? \")\"",
                        List.of("()()", "(())()()"),
                        List.of("()", "()()()()", "(()")),
                NotationTable.of(
                        "and, not",
                        """
                        start: TWO | WORDS
                        TWO: /[a-z]{3}/ & ~("and" | "not")
                        WORDS: "<" ~/(?s:.*)>(?s:.*)/ ">"
                        """,
                        List.of("abc", "nod", "<a < b>", "<>"),
                        List.of("and", "not", "abcd", "<a>b>")),
                NotationTable.of(
                        "lazy terminals end as soon as they can",
                        "start: text \"!\"\ntext[lazy]: /(.|\\n)*<end>/",
                        List.of("<end>!", "a\n<<end>!"),
                        List.of("a<end><end>!", "<end>x<end>!", "!")),
                NotationTable.of(
                        "suffixes",
                        "start: text tail\ntext[suffix=\"--\"]: /[a-z-]*/\ntail: \"x\"*",
                        List.of("--", "a-b--x", "--xx"),
                        List.of("a-b", "a--b--", "---x")),
                NotationTable.of(
                        "terminals of the empty text",
                        "start: TEXT \".\" A*\nTEXT: /[a-z]*/\nA: \"a\"?\n%llguidance {}",
                        List.of(".", "ab.", ".aaa"),
                        List.of("", "ab", ".b")),
                NotationTable.of("JSON Schemas", """
                    start: \"x=\" %json {
                      \"type\": \"boolean\", \"title\": \"}\\\"\"
                    } [\";\"]
                    %ignore \" \"
                    """, List.of("x=true", " x= false ; "), List.of("x=", "x=1", "x=tru")),
                NotationTable.of(
                        "classes of Rust",
                        "start: /[a-z&&[^aeiou]][[:digit:]--5]\\p{Greek}\\pL(?i:q)\\x{1F600}?[]x-]/",
                        List.of("b1αéQ]", "z9Ωaq😀-"),
                        List.of("a1αéQ]", "b5αéQ]", "b1aéQ]", "b1α1Q]", "b1αéQy")));
    }

    @ParameterizedTest
    @MethodSource({"larkGrammars", "extensions"})
    void acceptsItsTextsAndNoOthers(NotationTable table) {
        ParsedGrammar parsed = parse(table.grammar());
        assertEquals(List.of(), parsed.warnings());
        table.check(parsed.grammar());
    }

    static Stream<List<String>> faults() {
        return Stream.of(
                List.of("begin: \"a\"", "line 1, column 1", "no rule start"),
                List.of("start: b", "line 1, column 8", "no rule b"),
                List.of("start: INT", "line 1, column 8", "%import common.INT"),
                List.of("start: \"a\"\nstart: \"b\"", "line 2, column 1", "defined twice, first in line 1"),
                List.of("start: A\nA: \"a\"\nA: \"b\"", "line 3, column 1", "defined twice"),
                List.of("start: A\nA: \"x\" B\nB: A?", "line 3, column 4", "comes back to itself"),
                List.of("start: A\nA: b\nb: \"x\"", "line 2, column 4", "cannot stand in a terminal"),
                List.of("start: \"a", "line 1, column 8", "nothing closes this \""),
                List.of("start: 'a'", "line 1, column 8", "double quotes"),
                List.of("start: /a", "line 1, column 8", "nothing closes this /"),
                List.of("start: /é(/", "line 1, column 11", "expected )"),
                List.of("start: /a(?=b)/", "line 1, column 10", "lookaround is not supported"),
                List.of("start: /a(?<!b)/", "line 1, column 10", "lookaround is not supported"),
                List.of("start: /a*?/", "line 1, column 11", "lazy quantifier is not supported"),
                List.of("start: /^a/", "line 1, column 9", "anchor ^"),
                List.of("start: /(a)\\1/", "line 1, column 12", "backreference is not supported"),
                List.of("start: /a/x", "line 1, column 9", "flag x is not supported"),
                List.of("start: /[z-a]/", "line 1, column 10", "smaller character first"),
                List.of("start: \"ab\"..\"c\"", "line 1, column 8", "one character at each end"),
                List.of("start: \"a\"~3..2", "line 1, column 11", "smaller count first"),
                List.of("start.2: \"a\"", "line 1, column 6", "priorities are not supported"),
                List.of("start: A\nA.1: \"a\"", "line 2, column 2", "priorities are not supported"),
                List.of("start: list{\"a\"}\nlist{x}: x", "line 1, column 13", "expected"),
                List.of("%declare A\nstart: A", "line 1, column 1", "%declare is not supported"),
                List.of("%override start: \"a\"", "line 1, column 1", "%override is not supported"),
                List.of("%import python.NAME\nstart: NAME", "line 1, column 9", "only common can be imported"),
                List.of("%import common.NAME\nstart: NAME", "line 1, column 16", "common has no NAME"),
                List.of("start: A & B\nA: \"a\"\nB: \"b\"", "line 1, column 10", "stands in terminals alone"),
                List.of("start: A\nA: /a/ & /b/", "line 2, column 4", "no text matches this"),
                List.of("start[stop=\"x\"]: /a/", "line 1, column 7", "use suffix"),
                List.of("start[max_tokens=3]: /a/", "line 1, column 7", "not supported"),
                List.of("start: <|eot|>", "line 1, column 8", "no special token"),
                List.of("start: <[*]>", "line 1, column 8", "cannot be enforced"),
                List.of("start: @other", "line 1, column 8", "grammars within grammars"),
                List.of("start: %json {\"type\": 1}", "line 1, column 14", "%json: no schema of this test"),
                List.of("start: %json 1", "line 1, column 8", "expected a JSON object"),
                List.of("start: \"(\" start \")\"", "line 1, column 1", "no text matches rule start"),
                List.of("start: \"a\" )", "line 1, column 12", "nothing is open"),
                List.of("start: (\"a\"]", "line 1, column 12", "expected what closes the ("),
                List.of("start: " + "[".repeat(100_000), "line 1, column 258", "deeper than 250"),
                List.of("start: \"a\" -> X", "line 1, column 15", "expected rule; found X"),
                List.of("start \"a\"", "line 1, column 7", "expected"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void tellsWhereAFaultIsAndWhatToDo(List<String> fault) {
        String message = String.valueOf(assertThrows(GrammarSyntaxException.class, () -> parse(fault.get(0)))
                .getMessage());
        assertTrue(message.startsWith(fault.get(1) + ": ") && message.contains(fault.get(2)), message);
    }

    @Test
    void warnsOfWhatHasNoEffect() {
        ParsedGrammar parsed = parse("start[capture]: \"a\"\nunused: \"b\"\nUNUSED: \"c\"");
        assertEquals(
                List.of(
                        "line 1, column 7: capture has no effect: answers have no place for captures",
                        "line 2, column 1: rule unused is not used",
                        "line 3, column 1: terminal UNUSED is not used"),
                parsed.warnings().stream().map(GrammarWarning::toString).toList());
    }

    @Test
    void tokensAreMatchedAsTokens() {
        SpecialTokens known = new SpecialTokens() {
            @Override
            public OptionalInt find(String text) {
                return text.equals("<|python_tag|>") ? OptionalInt.of(104) : OptionalInt.empty();
            }

            @Override
            public List<Integer> ids() {
                return IntStream.range(100, 110).boxed().toList();
            }
        };
        String printed = LarkParser.parse(
                        "start: <|python_tag|> \"x\" <[100-101,105]>", known, JsonGrammars.NONE, LIMITS)
                .grammar()
                .toString();
        assertTrue(printed.contains("<token [104]>") && printed.contains("<token [100, 101, 105]>"), printed);
        assertTrue(String.valueOf(assertThrows(
                                GrammarSyntaxException.class,
                                () -> LarkParser.parse("start: <[108-110]>", known, JsonGrammars.NONE, LIMITS))
                        .getMessage())
                .contains("token 110 is no special token"));
    }
}
