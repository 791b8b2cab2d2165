package dev.tenon.automaton.grammar;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.regex.Regex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/**
 * Reads grammars in GBNF, the notation of llama.cpp (its {@code grammars/README.md} and {@code src/llama-grammar.cpp}).
 * Stateless and thread-safe.
 *
 * <pre>{@code
 * Grammar grammar = GbnfParser.parse("root ::= \"yes\" | \"no\"", SpecialTokens.NONE, limits).grammar();
 * }</pre>
 *
 * <p>The language is that of the grammar, with no more and no fewer texts, whatever its rules look like: left recursion,
 * ambiguity and repetitions of the empty text are what they say. Characters are Unicode scalar values. Other than in
 * llama.cpp, line breaks mean nothing; a rule that is defined twice or not at all is refused, and so are ranges and counts
 * whose ends are the wrong way round; counts are exact however large.
 *
 * <p>A token is matched as a token: {@code <think>} and {@code <[128010]>} are special tokens of the model, and text that is
 * spelled alike is not. A token that is text is refused: the grammar says the text. {@code !<think>} is any text but special
 * tokens, and the other special tokens; as that counts tokens, it must be repeated with {@code *} or {@code +}.
 */
public final class GbnfParser {
    private static final String ROOT = "root";

    private final RuleSet rules;
    private final SpecialTokens tokens;
    private final Map<String, Integer> ids = new LinkedHashMap<>();

    private GbnfParser(SpecialTokens tokens, CompileLimits limits) {
        this.rules = new RuleSet(limits);
        this.tokens = tokens;
    }

    /**
     * The grammar of a text.
     *
     * @param tokens the special tokens that it may name
     * @throws GrammarSyntaxException when the text is no grammar, no text matches it, or it asks for what is not enforced
     * @throws GrammarTooComplexException beyond the limits
     */
    public static ParsedGrammar parse(String text, SpecialTokens tokens, CompileLimits limits) {
        if (text.length() > SyntaxErrors.MOST_CHARACTERS) {
            throw new GrammarTooComplexException("characters", SyntaxErrors.MOST_CHARACTERS, "a grammar");
        }
        GbnfParser parser = new GbnfParser(tokens, limits);
        return RuleCompiler.compile(parser.rules, parser.read(text), List.of());
    }

    private int read(String text) {
        List<Token> read = tokens(text);
        SyntaxErrors.checkBrackets(read, rules.limits().maxRegexDepth(), GbnfLexer.OPEN, GbnfLexer.CLOSE);
        Gbnf parser = new Gbnf(new CommonTokenStream(new ListTokenSource(read)));
        parser.removeErrorListeners();
        parser.addErrorListener(new SyntaxErrors());
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        Gbnf.FileContext file = parser.file();
        for (Gbnf.ProductionContext production : file.production()) {
            declare(production.RULE_NAME().getSymbol());
        }
        for (Gbnf.ProductionContext production : file.production()) {
            rules.set(id(production.RULE_NAME().getSymbol()), read(production.alternatives()));
        }
        Integer root = ids.get(ROOT);
        if (root == null) {
            throw new GrammarSyntaxException(
                    new Place(1, 1), "there is no rule root, which says what the whole text is: root ::= ...");
        }
        return root;
    }

    /** Marks the names that a rule begins with, and refuses what is no token of the notation. */
    private static List<Token> tokens(String text) {
        GbnfLexer lexer = new GbnfLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        List<Token> tokens = new ArrayList<>(lexer.getAllTokens());
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            switch (token.getType()) {
                case GbnfLexer.ASSIGN -> {
                    if (i == 0 || tokens.get(i - 1).getType() != GbnfLexer.NAME) {
                        throw new GrammarSyntaxException(Place.of(token), "expected the name of a rule before ::=");
                    }
                    ((CommonToken) tokens.get(i - 1)).setType(GbnfLexer.RULE_NAME);
                }
                case GbnfLexer.BAD_COUNT ->
                    throw new GrammarSyntaxException(Place.of(token), "expected a count such as {3}, {2,} or {2,4}");
                case GbnfLexer.BAD -> throw new GrammarSyntaxException(Place.of(token), bad(token.getText()));
                default -> {}
            }
        }
        return tokens;
    }

    private static String bad(String text) {
        return switch (text) {
            case "\"" -> "nothing closes this \"";
            case "[" -> "nothing closes this [";
            case "'" -> "' is no part of a grammar; literals stand in \"double quotes\"";
            case "!" -> "expected a token such as <think> after !";
            case "<" -> "expected a token such as <think> or <[128010]>";
            case ":", "=" -> "expected ::= between the name of a rule and what it is";
            default -> text + " is no part of a grammar; text stands in \"double quotes\"";
        };
    }

    private void declare(Token name) {
        Integer known = ids.get(name.getText());
        if (known != null) {
            throw new GrammarSyntaxException(
                    Place.of(name),
                    "rule " + name.getText() + " is defined twice, first in line "
                            + rules.place(known).line());
        }
        ids.put(name.getText(), rules.add(name.getText(), Place.of(name)));
    }

    private int id(Token name) {
        Integer id = ids.get(name.getText());
        if (id == null) {
            throw new GrammarSyntaxException(
                    Place.of(name), "there is no rule " + SyntaxErrors.shown(name) + "; define it with ::=");
        }
        return id;
    }

    private Term read(Gbnf.AlternativesContext alternatives) {
        List<Term> terms = new ArrayList<>();
        for (Gbnf.SequenceContext sequence : alternatives.sequence()) {
            List<Term> items = new ArrayList<>();
            sequence.item().forEach(item -> items.add(read(item)));
            terms.add(Term.sequence(items));
        }
        return Term.choice(terms);
    }

    private Term read(Gbnf.ItemContext item) {
        rules.spend(1);
        List<Gbnf.QuantifierContext> quantifiers = item.quantifier();
        Gbnf.AtomContext atom = item.atom();
        if ((atom.TOKEN_ID() != null || atom.TOKEN_NAME() != null)
                && atom.getText().startsWith("!")) {
            return others(atom.getStart(), quantifiers);
        }
        Term term = read(atom);
        for (Gbnf.QuantifierContext quantifier : quantifiers) {
            term = repeat(term, quantifier.getStart());
        }
        return term;
    }

    private static Term repeat(Term term, Token quantifier) {
        return switch (quantifier.getType()) {
            case GbnfLexer.STAR -> Term.times(term, 0, Expr.UNBOUNDED);
            case GbnfLexer.PLUS -> Term.times(term, 1, Expr.UNBOUNDED);
            case GbnfLexer.OPTIONAL -> Term.optional(term);
            default -> {
                Place place = Place.of(quantifier);
                String text = quantifier.getText().replaceAll("[{}\\s]", "");
                int comma = text.indexOf(',');
                int min = SyntaxErrors.count(comma < 0 ? text : text.substring(0, comma), place);
                int max = comma < 0
                        ? min
                        : comma + 1 == text.length()
                                ? Expr.UNBOUNDED
                                : SyntaxErrors.count(text.substring(comma + 1), place);
                if (max < min) {
                    throw new GrammarSyntaxException(place, "expected the smaller count first in {" + text + "}");
                }
                yield Term.times(term, min, max);
            }
        };
    }

    private Term read(Gbnf.AtomContext atom) {
        Token token = atom.getStart();
        return switch (token.getType()) {
            case GbnfLexer.LITERAL -> literal(GbnfText.literal(token.getText(), Place.of(token)));
            case GbnfLexer.CHARACTERS -> new Term.Text(GbnfText.characters(token.getText(), Place.of(token)));
            case GbnfLexer.ANY -> new Term.Text(Regex.ANY_CHAR);
            case GbnfLexer.NAME -> new Term.Ref(id(token));
            case GbnfLexer.TOKEN_ID, GbnfLexer.TOKEN_NAME -> new Term.Token(List.of(special(token)));
            default -> read(atom.alternatives());
        };
    }

    private static Term literal(Regex literal) {
        return literal.equals(Regex.EMPTY) ? Term.EMPTY : new Term.Text(literal);
    }

    /** The id of a token that is no text. */
    private int special(Token token) {
        String text = token.getText().replaceFirst("^!", "");
        if (token.getType() == GbnfLexer.TOKEN_ID) {
            String digits = text.substring(2, text.length() - 2);
            int id = SyntaxErrors.count(digits, Place.of(token));
            if (!tokens.ids().contains(id)) {
                throw new GrammarSyntaxException(
                        Place.of(token),
                        "token " + id + " is no special token of this model; for a token that is text write the text");
            }
            return id;
        }
        OptionalInt id = tokens.find(text);
        if (id.isEmpty()) {
            throw new GrammarSyntaxException(
                    Place.of(token),
                    SyntaxErrors.shown(token) + " is no special token of this model; for text write \"" + text + "\"");
        }
        return id.getAsInt();
    }

    /** Any tokens but one, as many as come. */
    private Term others(Token token, List<Gbnf.QuantifierContext> quantifiers) {
        int not = special(token);
        int kind = quantifiers.size() == 1 ? quantifiers.get(0).getStart().getType() : Token.INVALID_TYPE;
        if (kind != GbnfLexer.STAR && kind != GbnfLexer.PLUS) {
            throw new GrammarSyntaxException(
                    Place.of(token),
                    "one token that is any but " + token.getText().substring(1)
                            + " cannot be enforced, since what is one token is not told by the text; write "
                            + token.getText() + "* or +");
        }
        List<Integer> ids = tokens.ids().stream().filter(id -> id != not).toList();
        List<Term> any = new ArrayList<>();
        any.add(new Term.Text(Regex.ANY_CHAR));
        if (!ids.isEmpty()) {
            any.add(new Term.Token(ids));
        }
        return Term.times(Term.choice(any), kind == GbnfLexer.STAR ? 0 : 1, Expr.UNBOUNDED);
    }
}
