package dev.tenon.automaton.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GbnfParserTest {
    private static final CompileLimits LIMITS = CompileLimits.defaults();

    private static ParsedGrammar parse(String text) {
        return GbnfParser.parse(text, SpecialTokens.NONE, LIMITS);
    }

    static Stream<NotationTable> grammars() {
        return Stream.of(
                NotationTable.of(
                        "literals and alternatives",
                        "root ::= \"yes\" | \"no\"",
                        List.of("yes", "no"),
                        List.of("", "ye", "yesno", "maybe")),
                NotationTable.of(
                        "escapes in literals",
                        "root ::= \"a\\tb\\n\\\\\\\"\\x41\\u00e9\\U0001F600[]\"",
                        List.of("a\tb\n\\\"Aé😀[]"),
                        List.of("a\tb\n\\\"Aé😀", "atb")),
                NotationTable.of(
                        "classes, negation and dashes",
                        "root ::= [a-c-] [^a-z\\n] [\\]\\[] [-x] [é-ü]",
                        List.of("a1]-é", "-A[xü", "c\u0000]xé"),
                        List.of("d1]-é", "aa]-é", "a\n]-é", "a1a-é", "a1]y-", "a1]-a")),
                NotationTable.of(
                        "any character, line feeds too",
                        "root ::= . .",
                        List.of("ab", "\n\n", "é😀"),
                        List.of("", "a", "abc")),
                NotationTable.of(
                        "unicode classes",
                        "root ::= (kana | kanji)+ \"。\"\nkana ::= [ぁ-ゟァ-ヿ]\nkanji ::= [一-鿿]",
                        List.of("日本。", "ひらがな。", "カタ漢。"),
                        List.of("。", "abc。", "日本")),
                NotationTable.of(
                        "counts",
                        "root ::= \"a\"{2} \"b\"{1,} \"c\"{0,2} \"d\"{ 1 , 2 }",
                        List.of("aabd", "aabbbccdd"),
                        List.of("abd", "aaabd", "aad", "aabcccd", "aabddd")),
                NotationTable.of(
                        "large counts are exact",
                        "root ::= \"<\" [0-9]{2,3000} \">\"",
                        List.of("<12>", "<" + "7".repeat(3000) + ">"),
                        List.of("<1>", "<" + "7".repeat(3001) + ">")),
                NotationTable.of(
                        "counts of counts",
                        "root ::= (\"ab\"{2}){1,2} (\"c\"{3,4}){0,1}",
                        List.of("abab", "abababab", "ababccc", "ababcccc"),
                        List.of("", "ab", "ababab", "ababcc", "ababccccc")),
                NotationTable.of("comments and line breaks", """
                    # first
                    root ::= (  # open
                      "a" # a

                      | "b"
                    ) tail |
                      "c"\r
                    tail ::=
                      "!"
                    """, List.of("a!", "b!", "c"), List.of("a", "c!", "#")),
                NotationTable.of(
                        "an alternative on a line of its own",
                        "root ::= \"a\"\n  | \"b\"\n    \"c\"",
                        List.of("a", "bc"),
                        List.of("b", "abc", "c")),
                NotationTable.of(
                        "empty alternatives",
                        "root ::= | \" \" | \"x\" ws\nws ::= | [ ] ws",
                        List.of("", " ", "x", "x   "),
                        List.of("  ", " x")),
                NotationTable.of("names of all forms", """
                    root ::= dataType UPPER-CASE rule_1 0th
                    dataType ::= "a"
                    UPPER-CASE ::= "b"
                    rule_1 ::= "c"
                    0th ::= "d"
                    """, List.of("abcd"), List.of("abc", "ab-cd")),
                NotationTable.of(
                        "JSON",
                        """
                        root ::= ws value
                        value ::= (object | array | string | number | "true" | "false" | "null") ws
                        object ::= "{" ws (member ("," ws member)*)? "}"
                        member ::= string ws ":" ws value
                        array ::= "[" ws (value ("," ws value)*)? "]"
                        string ::= "\\"" ([^"\\\\\\x00-\\x1F] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F]{4}))* "\\""
                        number ::= "-"? ("0" | [1-9] [0-9]*) ("." [0-9]+)? ([eE] [-+]? [0-9]+)?
                        ws ::= [ \\t\\n\\r]*
                        """,
                        List.of(
                                "{}",
                                " [1, -0.5e+3, {\"a\": [null, true]}, \"\\u00e9\\n\"] ",
                                "\"é\"",
                                "[".repeat(300) + "]".repeat(300)),
                        List.of("", "{,}", "[1,]", "01", "\"\n\"", "\"\\x\"", "{\"a\" 1}", "[1] 2", "nul")),
                NotationTable.of(
                        "JSON by right recursion without factoring",
                        """
                        root ::= value
                        value ::= "{" pairs "}" | "{}" | "[" items "]" | "[]" | [0-9]+ | "\\"" [a-z]* "\\""
                        pairs ::= pair | pair "," pairs
                        pair ::= "\\"" [a-z]+ "\\":" value
                        items ::= value | value "," items
                        """,
                        List.of(
                                "[1,2,[3,[4]],{\"a\":[]}]",
                                "[".repeat(40) + "1,2" + "]".repeat(40),
                                "{\"a\":".repeat(40) + "1" + "}".repeat(40)),
                        List.of("[1,]", "{\"a\":1,}", "[,1]", "[".repeat(40) + "1" + "]".repeat(39))),
                NotationTable.of(
                        "arithmetic with left recursion",
                        """
                        root ::= expr
                        expr ::= expr [+-] term | term
                        term ::= term [*/] factor | factor
                        factor ::= [0-9]+ | "(" expr ")" | "-" factor
                        """,
                        List.of("1", "1+2*3", "(1+2)*-3", "1-2-3-4", "((((1))))", "1+2".repeat(1) + "*3".repeat(600)),
                        List.of("", "+1", "1+", "1 + 2", "(1", "1)", "()", "2**3")),
                NotationTable.of(
                        "an ambiguous expression grammar",
                        "root ::= root \"+\" root | root \"*\" root | \"(\" root \")\" | [a-z]",
                        List.of(
                                "a",
                                "a+b*c",
                                "(a+b)*c+d",
                                "a" + "+a".repeat(800),
                                "(".repeat(30) + "a" + ")".repeat(30)),
                        List.of("", "+", "a+", "a++b", "(a", "ab")),
                NotationTable.of(
                        "indirect left recursion",
                        "root ::= a\na ::= b \"x\" | \"1\"\nb ::= c \"y\" | a \"w\"\nc ::= a \"z\" | b",
                        List.of("1", "1wx", "1zyx", "1wyx", "1zyxwx", "1wyyyx"),
                        List.of("1x", "1zx", "1w", "x", "1yx")),
                NotationTable.of(
                        "hidden left recursion",
                        "root ::= sign? root \"!\" | opt opt root \"?\" | \"v\"\nsign ::= \"-\"\nopt ::= \"~\" | ",
                        List.of("v", "-v!", "v!", "--v!!", "-~v?!", "~~v?", "v?!?", "~v?", "~-v!?"),
                        List.of("-v", "--v!", "~~~v?", "!v", "")),
                NotationTable.of(
                        "a rule that is itself",
                        "root ::= root | a\na ::= root \"x\" | b\nb ::= a | \"y\"",
                        List.of("y", "yx", "yxxx"),
                        List.of("", "x", "xy", "yy")),
                NotationTable.of(
                        "left and right recursion at once",
                        "root ::= \"a\" root | root \"b\" | \"c\"",
                        List.of("c", "ac", "cb", "aacbb", "a".repeat(20) + "c" + "b".repeat(20)),
                        List.of("", "a", "bc", "ca", "acab")),
                NotationTable.of(
                        "nested brackets",
                        "root ::= (\"(\" root \")\" | \"[\" root \"]\" | \"{\" root \"}\")*",
                        List.of("", "()[]{}", "([{}])()", "(".repeat(5000) + ")".repeat(5000)),
                        List.of("(", "([)]", "())", "a")),
                NotationTable.of(
                        "repetitions of what may be empty",
                        "root ::= (a | b)* \".\" (a b)+ \".\" (a?){2,3}\na ::= \"a\"*\nb ::= \"b\" b | ",
                        List.of("..", "abba.abab.", ".b.aaaaaaaa", ".ba.a"),
                        List.of(".", "c..", "..b")),
                NotationTable.of(
                        "as many as before",
                        "root ::= \"a\" root \"b\" | ",
                        List.of("", "ab", "aaabbb", "a".repeat(2000) + "b".repeat(2000)),
                        List.of("a", "b", "aab", "abb", "ba")),
                NotationTable.of(
                        "palindromes",
                        "root ::= \"a\" root \"a\" | \"b\" root \"b\" | [ab] | ",
                        List.of("", "a", "abba", "ababa", "bb"),
                        List.of("ab", "abb", "c")),
                NotationTable.of(
                        "moves of chess",
                        """
                        root ::= "1. " move " " move "\\n" ([1-9] [0-9]? ". " move " " move "\\n")*
                        move ::= (piece | pawn | castle) [+#]?
                        piece ::= [NBRQK] [a-h]? [1-8]? "x"? square
                        pawn ::= ([a-h] "x")? square ("=" [NBRQ])?
                        castle ::= "O-O" "-O"?
                        square ::= [a-h] [1-8]
                        """,
                        List.of("1. e4 e5\n", "1. Nf3 Nc6\n2. exd5 O-O-O+\n12. Qh4xe1 e8=Q#\n"),
                        List.of("1. e4\n", "2. e4 e5\n", "1. e9 e5\n", "1. e4 e5\n123. a1 a1\n")),
                NotationTable.of(
                        "a list",
                        "root ::= (\"- \" [^\\r\\n\\x85\\u2028]+ \"\\n\")+",
                        List.of("- one\n", "- a\n- é - x\n"),
                        List.of("", "- \n", "one\n", "- a\r\n", "- a\u0085\n", "- a")),
                NotationTable.of(
                        "a small C",
                        """
                        root ::= function+
                        function ::= type " " name "(" (param (", " param)*)? ") " block
                        param ::= type " " name
                        type ::= "int" | "char" "*"?
                        block ::= "{" ws (statement ws)* "}"
                        statement ::= "return " expr ";" | "if (" expr ") " block (" else " block)?
                                | name " = " expr ";" | "while (" expr ") " block
                        expr ::= term ((" + " | " < " | " == ") term)*
                        term ::= name ("(" (expr (", " expr)*)? ")")? | [0-9]+ | "(" expr ")"
                        name ::= [a-z_] [a-z0-9_]*
                        ws ::= [ \\n]*
                        """,
                        List.of(
                                "int main() {}",
                                "int f(int a, char* b) { if (a < 2) { return g(a, (b)); } else { x = 1 + a; } }char"
                                        + " g() {}",
                                "int m() {while (1) {if (a == 2) {} x = 2;}}"),
                        List.of("", "int main()", "int main() { return 1 }", "int f(int) {}", "void f() {}")));
    }

    @ParameterizedTest
    @MethodSource("grammars")
    void acceptsItsTextsAndNoOthers(NotationTable table) {
        ParsedGrammar parsed = parse(table.grammar());
        assertEquals(List.of(), parsed.warnings());
        table.check(parsed.grammar());
    }

    static Stream<List<String>> faults() {
        return Stream.of(
                List.of("root := \"a\"", "line 1, column 6", "::="),
                List.of("a ::= \"a\"", "line 1, column 1", "no rule root"),
                List.of("", "line 1, column 1", "no rule root"),
                List.of("root ::= \"a\" b", "line 1, column 14", "no rule b"),
                List.of("root ::= \"a\"\nroot ::= \"b\"", "line 2, column 1", "defined twice, first in line 1"),
                List.of("root ::= \"a", "line 1, column 10", "nothing closes this \""),
                List.of("root ::= [a-z", "line 1, column 10", "nothing closes this ["),
                List.of("root ::= (\"a\"\n", "line 1, column 10", "nothing closes this ("),
                List.of("root ::= \"a\" )", "line 1, column 14", "nothing is open"),
                List.of("root ::= * \"a\"", "line 1, column 10", "found *"),
                List.of("root ::= 'a'", "line 1, column 10", "double quotes"),
                List.of("root ::= \"é\\q\"", "line 1, column 12", "\\q is no escape"),
                List.of("root ::= \"\\x4\"", "line 1, column 11", "2 hexadecimal digits"),
                List.of("root ::= \"\\uD83D\\uDE00\"", "line 1, column 11", "no surrogate"),
                List.of("root ::= \"\\U00110000\"", "line 1, column 11", "10FFFF"),
                List.of("root ::= [z-a]", "line 1, column 11", "smaller character first"),
                List.of("root ::= []", "line 1, column 10", "no character"),
                List.of("root ::= [^]", "line 1, column 10", "expected a character"),
                List.of("root ::= [^\\x00-\\U0010FFFF]", "line 1, column 10", "no character"),
                List.of("root ::= \"a\"{,3}", "line 1, column 13", "expected a count"),
                List.of("root ::= \"a\"{3,2}", "line 1, column 13", "smaller count first"),
                List.of("root ::= \"a\"{99999999999}", "line 1, column 13", "whole number"),
                List.of("root ::= \"(\" root \")\"", "line 1, column 1", "no text matches rule root"),
                List.of("root ::= \"a\"\n ::= \"b\"", "line 2, column 2", "expected the name of a rule"),
                List.of("root ::= <think>", "line 1, column 10", "no special token"),
                List.of("root ::= <[5]>", "line 1, column 10", "token 5 is no special token"),
                List.of("root ::= " + "(".repeat(100_000), "line 1, column 260", "deeper than 250"),
                List.of("root ::= ([a-z]{1000}){1000} [^\n", "line 1, column 30", "nothing closes"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void tellsWhereAFaultIsAndWhatToDo(List<String> fault) {
        String message = String.valueOf(assertThrows(GrammarSyntaxException.class, () -> parse(fault.get(0)))
                .getMessage());
        assertTrue(message.startsWith(fault.get(1) + ": ") && message.contains(fault.get(2)), message);
    }

    @Test
    void warnsOfRulesThatHaveNoEffect() {
        ParsedGrammar parsed = parse("root ::= \"a\" | endless\nendless ::= \"b\" endless\n\nunused ::= \"c\"");
        assertEquals(
                List.of(
                        "line 2, column 1: no text matches rule endless, since each text of it would hold another;"
                                + " alternatives that name it are never taken",
                        "line 4, column 1: rule unused is not used"),
                parsed.warnings().stream().map(GrammarWarning::toString).toList());
    }

    @Test
    void longChainsOfRulesAreRead() {
        StringBuilder text = new StringBuilder("root ::= a0\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("a").append(i).append(" ::= \"x\"? a").append(i + 1).append('\n');
        }
        text.append("a20000 ::= \"y\" | a0 \"z\"\n");
        String message = String.valueOf(assertThrows(RuntimeException.class, () -> parse(text.toString()))
                .getMessage());
        assertTrue(message.contains("rules that begin with each other"), message);
        assertEquals(
                20_002,
                parse(text.toString().replace("| a0 ", "| \"w\" a0 "))
                        .grammar()
                        .rules()
                        .size());
    }

    /** A model with the tokens {@code <think>} (7) and {@code </think>} (8). */
    private static final SpecialTokens THINK = new SpecialTokens() {
        @Override
        public OptionalInt find(String text) {
            return text.equals("<think>")
                    ? OptionalInt.of(7)
                    : text.equals("</think>") ? OptionalInt.of(8) : OptionalInt.empty();
        }

        @Override
        public List<Integer> ids() {
            return List.of(7, 8, 9);
        }
    };

    @Test
    void tokensAreMatchedAsTokens() {
        String printed = GbnfParser.parse("root ::= <think> !</think>* <[8]> .*", THINK, LIMITS)
                .grammar()
                .toString();
        assertTrue(
                printed.contains("<token [7]>")
                        && printed.contains("<token [7, 9]>")
                        && printed.contains("<token [8]>"),
                printed);
        assertTrue(String.valueOf(assertThrows(
                                GrammarSyntaxException.class,
                                () -> GbnfParser.parse("root ::= !<think>", THINK, LIMITS))
                        .getMessage())
                .contains("write !<think>* or +"));
    }
}
