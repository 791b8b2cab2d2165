package dev.tenon.sampler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.regex.EcmaRegexParser;
import dev.tenon.automaton.regex.RegexCompiler;
import dev.tenon.automaton.token.Vocabulary;
import java.util.List;
import java.util.stream.Stream;

/** Small grammars to generate from. */
final class TestGrammars {
    private TestGrammars() {}

    static CompiledGrammar compile(Vocabulary vocabulary, Expr root) {
        return new GrammarCompiler(vocabulary, CompileLimits.defaults()).compile(Grammar.of(root));
    }

    static Expr literal(String text) {
        return new Expr.Lexeme(ByteDfa.literal(text.getBytes(UTF_8)));
    }

    /** All of the text matches. */
    static Expr regex(String pattern) {
        CompileLimits limits = CompileLimits.defaults();
        return new Expr.Lexeme(
                RegexCompiler.compile(EcmaRegexParser.parseSearch("^(?:" + pattern + ")$", limits), limits));
    }

    static Expr sequence(Expr... items) {
        return new Expr.Sequence(List.of(items));
    }

    static Expr capture(String label, Expr body) {
        return new Expr.Capture(label, body);
    }

    /** <code>&#123;"name":"...","count":0,"tags":[...]&#125;</code>, nothing optional but the tags. */
    static Expr json() {
        return sequence(
                literal("{\"name\":\""),
                regex("[^\"\\\\\\u0000-\\u001f]{0,12}"),
                literal("\",\"count\":"),
                regex("0|[1-9][0-9]{0,4}"),
                literal(",\"tags\":["),
                new Expr.Repetition(regex("\"(?:red|green|grün)\""), literal(","), 0, 4),
                literal("]}"));
    }

    /** Grammars with free regions, special tokens, ambiguity and optional ends. */
    static Stream<Expr> all(Vocabulary vocabulary) {
        List<Integer> call = List.of(vocabulary.special("<tool_call>")[0]);
        return Stream.of(
                json(),
                literal("true"),
                regex("(?:ab|a)*"),
                regex("[0-9]{4}-[0-9]{2}"),
                sequence(regex("\\s{0,2}"), capture("json", json())),
                new Expr.Choice(List.of(
                        capture("content", regex("[a-z .]{1,20}")),
                        sequence(regex("[a-z]{0,5}"), new Expr.SpecialToken(call), capture("tool", json())))),
                sequence(capture("think", regex("[a-z .]{0,20}")), literal("</think>"), capture("json", json())));
    }
}
