package dev.tenon.automaton.grammar;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.regex.Regex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/**
 * Reads grammars in Lark, in the variant of llguidance (its {@code docs/syntax.md}), which is what OpenAI's custom tools take.
 * Stateless and thread-safe.
 *
 * <pre>{@code
 * String text = "start: NAME (\",\" NAME)*\n%import common.CNAME -> NAME\n%ignore / +/";
 * Grammar grammar = LarkParser.parse(text, SpecialTokens.NONE, JsonGrammars.NONE, limits).grammar();
 * }</pre>
 *
 * <p>There is no lexer. A text is accepted if there is any way to make it of the terminals of a text of {@code start}, with
 * any number of ignored texts before, between and after them: the language of Lark's Earley parser with
 * {@code lexer="dynamic_complete"}, whatever the rules look like. Terminals are regular languages over Unicode, regexes are in
 * Rust's syntax. What makes trees and no texts (aliases, {@code ?} and {@code !} before rules) is read and means nothing.
 */
public final class LarkParser {
    private static final String START = "start";

    private final RuleSet rules;
    private final LarkTerminals terminals;
    private final SpecialTokens tokens;
    private final JsonGrammars schemas;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<GrammarWarning> warnings = new ArrayList<>();
    /** What may come before each terminal; the empty text where nothing is ignored. */
    private Regex skipped = Regex.EMPTY;

    private LarkParser(SpecialTokens tokens, JsonGrammars schemas, CompileLimits limits) {
        this.rules = new RuleSet(limits);
        this.terminals = new LarkTerminals(limits);
        this.tokens = tokens;
        this.schemas = schemas;
    }

    /**
     * The grammar of a text.
     *
     * @param tokens the special tokens that it may name
     * @param schemas what makes grammars of the JSON Schemas in it
     * @throws GrammarSyntaxException when the text is no grammar, no text matches it, or it asks for what is not enforced
     * @throws GrammarTooComplexException beyond the limits
     */
    public static ParsedGrammar parse(String text, SpecialTokens tokens, JsonGrammars schemas, CompileLimits limits) {
        if (text.length() > SyntaxErrors.MOST_CHARACTERS) {
            throw new GrammarTooComplexException("characters", SyntaxErrors.MOST_CHARACTERS, "a grammar");
        }
        LarkParser parser = new LarkParser(tokens, schemas, limits);
        int root = parser.read(text);
        return RuleCompiler.compile(parser.rules, root, parser.warnings);
    }

    private int read(String text) {
        List<Token> read = LarkTokens.read(text, rules.limits().maxRegexDepth());
        Lark parser = new Lark(new CommonTokenStream(new ListTokenSource(read)));
        parser.removeErrorListeners();
        parser.addErrorListener(new SyntaxErrors());
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        List<Lark.DefinitionContext> definitions = parser.file().definition();
        definitions.forEach(this::declare);
        readIgnored(definitions);
        for (Lark.DefinitionContext definition : definitions) {
            if (definition.production() != null) {
                Lark.ProductionContext rule = definition.production();
                rules.set(id(rule.RULE().getSymbol()), read(rule));
            }
        }
        warnings.addAll(terminals.unused());
        Integer start = ids.get(START);
        if (start == null) {
            throw new GrammarSyntaxException(
                    new Place(1, 1), "there is no rule start, which says what the whole text is: start: ...");
        }
        int root = start;
        if (!skipped.equals(Regex.EMPTY)) {
            root = rules.add(START, rules.place(start));
            rules.set(root, Term.sequence(new Term.Ref(start), new Term.Text(skipped)));
        }
        return root;
    }

    private void declare(Lark.DefinitionContext definition) {
        if (definition.production() != null) {
            Token name = definition.production().RULE().getSymbol();
            Integer known = ids.get(name.getText());
            if (known != null) {
                throw new GrammarSyntaxException(
                        Place.of(name),
                        "rule " + name.getText() + " is defined twice, first in line "
                                + rules.place(known).line());
            }
            ids.put(name.getText(), rules.add(name.getText(), Place.of(name)));
        } else if (definition.terminal() != null) {
            terminals.define(definition.terminal());
        } else if (definition.importing() != null) {
            declare(definition.importing());
        } else if (definition.options_() != null) {
            Token options = definition.options_().JSON_TEXT().getSymbol();
            if (!options.getText().replaceAll("\\s", "").equals("{}")) {
                throw new GrammarSyntaxException(
                        Place.of(options), "options of llguidance are not supported; leave them out");
            }
        }
    }

    private void declare(Lark.ImportingContext importing) {
        String path = importing.path().getText();
        Token first = importing.path().getStart();
        boolean several = importing.OPEN() != null;
        if (several ? !path.equals("common") : !path.matches("common\\.[^.]+")) {
            throw new GrammarSyntaxException(
                    Place.of(first),
                    "only common can be imported from: %import common.INT or %import common (INT, WS)");
        }
        if (several) {
            importing.TERMINAL().forEach(name -> terminals.importCommon(name.getSymbol(), name.getText()));
        } else {
            Token name = importing.path().getStop();
            terminals.importCommon(
                    name,
                    importing.TERMINAL().isEmpty()
                            ? name.getText()
                            : importing.TERMINAL(0).getText());
        }
    }

    private void readIgnored(List<Lark.DefinitionContext> definitions) {
        List<Regex> ignored = new ArrayList<>();
        for (Lark.DefinitionContext definition : definitions) {
            if (definition.ignore() != null) {
                ignored.add(terminals.read(definition.ignore().expansions()));
            }
        }
        if (!ignored.isEmpty()) {
            skipped = new Regex.Repeat(
                    ignored.size() == 1 ? ignored.get(0) : new Regex.Alternate(ignored), 0, Regex.UNBOUNDED);
        }
    }

    private int id(Token name) {
        Integer id = ids.get(name.getText());
        if (id == null) {
            throw new GrammarSyntaxException(
                    Place.of(name), "there is no rule " + SyntaxErrors.shown(name) + "; define it with a colon");
        }
        return id;
    }

    private Term read(Lark.ProductionContext rule) {
        if (rule.attributes() == null) {
            return read(rule.expansions());
        }
        LarkAttributes attributes = LarkAttributes.read(rule.attributes(), warnings);
        return attributes.isLazy()
                ? terminal(attributes.lazy(terminals.read(rule.expansions()), terminals))
                : read(rule.expansions());
    }

    private Term read(Lark.ExpansionsContext expansions) {
        List<Term> alternatives = new ArrayList<>();
        for (Lark.AlternativeContext alternative : expansions.alternative()) {
            Lark.ConjunctionContext conjunction = alternative.conjunction();
            if (!conjunction.AND().isEmpty()) {
                throw notInRules(conjunction.AND(0).getSymbol());
            }
            List<Term> items = new ArrayList<>();
            conjunction.expansion(0).item().forEach(item -> items.add(read(item)));
            alternatives.add(Term.sequence(items));
        }
        return Term.choice(alternatives);
    }

    private static GrammarSyntaxException notInRules(Token operator) {
        return new GrammarSyntaxException(
                Place.of(operator),
                operator.getText() + " stands in terminals alone; define one, in upper case, and name it here");
    }

    private Term read(Lark.ItemContext item) {
        rules.spend(1);
        if (!item.TILDE().isEmpty()) {
            throw notInRules(item.TILDE(0).getSymbol());
        }
        Term term = read(item.atom());
        for (Lark.RepetitionContext repetition : item.repetition()) {
            LarkCount count = LarkCount.of(repetition);
            term = Term.times(term, count.min(), count.max());
        }
        return term;
    }

    private Term read(Lark.AtomContext atom) {
        Token token = atom.getStart();
        return switch (token.getType()) {
            case LarkLexer.OPEN -> read(atom.expansions());
            case LarkLexer.BRACKET_OPEN -> Term.optional(read(atom.expansions()));
            case LarkLexer.RULE -> new Term.Ref(id(token));
            case LarkLexer.SPECIAL -> afterSkipped(new Term.Token(LarkTokenIds.of(token, tokens)));
            case LarkLexer.JSON ->
                afterSkipped(new Term.Embedded(schema(atom.JSON_TEXT().getSymbol())));
            default -> terminal(terminals.read(atom));
        };
    }

    private Term terminal(Regex regex) {
        if (regex.equals(Regex.EMPTY)) {
            return Term.EMPTY;
        }
        return new Term.Text(skipped.equals(Regex.EMPTY) ? regex : new Regex.Concat(List.of(skipped, regex)));
    }

    private Term afterSkipped(Term term) {
        return skipped.equals(Regex.EMPTY) ? term : Term.sequence(new Term.Text(skipped), term);
    }

    private Grammar schema(Token json) {
        try {
            return schemas.grammar(json.getText());
        } catch (IllegalArgumentException e) {
            throw new GrammarSyntaxException(Place.of(json), "%json: " + e.getMessage());
        }
    }
}
