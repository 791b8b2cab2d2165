package dev.tenon.toolcalls;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.GbnfParser;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.grammar.GrammarException;
import dev.tenon.automaton.grammar.GrammarSyntaxException;
import dev.tenon.automaton.grammar.GrammarWarning;
import dev.tenon.automaton.grammar.JsonGrammars;
import dev.tenon.automaton.grammar.LarkParser;
import dev.tenon.automaton.grammar.ParsedGrammar;
import dev.tenon.automaton.grammar.SpecialTokens;
import dev.tenon.automaton.regex.RegexCompiler;
import dev.tenon.automaton.regex.RegexException;
import dev.tenon.automaton.regex.RustRegexParser;
import dev.tenon.schema.SchemaException;
import dev.tenon.schema.SchemaWarning;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** From a language that is written down to a grammar. Immutable and thread-safe. */
final class WrittenGrammar {
    private final ControlTokens controlTokens;
    private final JsonGrammars schemas;
    private final CompileLimits limits;

    WrittenGrammar(ControlTokens controlTokens, JsonGrammars schemas, CompileLimits limits) {
        this.controlTokens = controlTokens;
        this.schemas = schemas;
        this.limits = limits;
    }

    /**
     * The grammar of the language.
     *
     * @param warnings takes what the caller must be told
     * @throws ConstraintException when it is no such notation, cannot be enforced or has no text
     */
    Grammar of(WrittenLanguage language, ConstraintException.Place place, List<SchemaWarning> warnings) {
        try {
            return switch (language.notation()) {
                case REGEX -> {
                    Expr.Lexeme lexeme = new Expr.Lexeme(
                            RegexCompiler.compile(RustRegexParser.parseWhole(language.text(), limits), limits));
                    if (lexeme.dfa().isEmpty()) {
                        throw new SchemaException.Unsatisfiable("", "", "no text matches the regular expression");
                    }
                    yield Grammar.of(lexeme);
                }
                case LARK -> told(LarkParser.parse(language.text(), tokens(), schemas, limits), warnings);
                case GBNF -> told(GbnfParser.parse(language.text(), tokens(), limits), warnings);
            };
        } catch (SchemaException e) {
            throw new ConstraintException(place, e);
        } catch (GrammarTooComplexException e) {
            throw new ConstraintException(
                    place, new SchemaException.TooComplex("", "", String.valueOf(e.getMessage()), e.limitName()));
        } catch (GrammarSyntaxException | RegexException | GrammarException | EmptyLanguageException e) {
            throw new ConstraintException(place, new SchemaException.Invalid("", "", String.valueOf(e.getMessage())));
        }
    }

    /** One of some texts. */
    static Grammar choice(List<String> texts) {
        return Grammar.of(new Expr.Lexeme(DfaAlgebra.ofStrings(texts)));
    }

    private static Grammar told(ParsedGrammar parsed, List<SchemaWarning> warnings) {
        for (GrammarWarning warning : parsed.warnings()) {
            warnings.add(new SchemaWarning("", "", warning.toString()));
        }
        return parsed.grammar();
    }

    private SpecialTokens tokens() {
        return new SpecialTokens() {
            @Override
            public OptionalInt find(String text) {
                return Arrays.stream(controlTokens.ids(text)).findFirst();
            }

            @Override
            public List<Integer> ids() {
                return List.of();
            }
        };
    }
}
