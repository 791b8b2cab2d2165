package dev.tenon.server.template;

import dev.tenon.server.template.Expr.CallArguments;
import dev.tenon.server.template.Expr.Comparison;
import dev.tenon.server.template.Expr.Operator;
import dev.tenon.server.template.Expr.Relation;
import dev.tenon.server.template.Token.Kind;
import dev.tenon.server.template.Value.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions by Jinja2's grammar, loosest first: {@code if else}, {@code or}, {@code and}, {@code not}, comparisons,
 * {@code + -}, {@code ~}, {@code * / // %}, {@code **}, signs; then members, calls, filters and tests, which bind to what
 * stands before them.
 */
final class ExpressionParser {
    private static final Map<String, Relation> RELATIONS = Map.of(
            "==", Relation.EQUAL,
            "!=", Relation.NOT_EQUAL,
            "<", Relation.LESS,
            "<=", Relation.LESS_OR_EQUAL,
            ">", Relation.GREATER,
            ">=", Relation.GREATER_OR_EQUAL);

    /** Operators of arithmetic by strength; concatenation stands between sums and products. */
    private enum Strength {
        SUM,
        PRODUCT,
        POWER
    }

    private static final Map<String, Operator> SUMS = Map.of("+", Operator.ADD, "-", Operator.SUBTRACT);
    private static final Map<String, Operator> PRODUCTS =
            Map.of("*", Operator.MULTIPLY, "/", Operator.DIVIDE, "//", Operator.FLOOR_DIVIDE, "%", Operator.MODULO);
    private static final Map<String, Operator> POWERS = Map.of("**", Operator.POWER);

    private static final Map<String, Value> CONSTANTS = Map.of(
            "true", Value.TRUE,
            "True", Value.TRUE,
            "false", Value.FALSE,
            "False", Value.FALSE,
            "none", Value.None.NONE,
            "None", Value.None.NONE);

    private final TokenStream tokens;
    private final Set<String> read;

    /**
     * A parser.
     *
     * @param read takes the name of each variable that is read
     */
    ExpressionParser(TokenStream tokens, Set<String> read) {
        this.tokens = tokens;
        this.read = read;
    }

    /** An expression, without commas at its top. */
    Expr expression() {
        tokens.enter();
        Expr value = or();
        int line = tokens.line();
        while (tokens.acceptName("if")) {
            Expr condition = or();
            Expr otherwise = tokens.acceptName("else") ? expression() : null;
            value = new Expr.Choice(condition, value, otherwise, line);
        }
        tokens.leave();
        return value;
    }

    /** An expression, or several with commas, which are a tuple. */
    Expr expressions() {
        return tuple(true);
    }

    /** The same, without {@code if else} at its top: there, {@code if} begins the condition of a loop. */
    Expr loopItems() {
        return tuple(false);
    }

    private Expr tuple(boolean withChoice) {
        int line = tokens.line();
        List<Expr> items = new ArrayList<>();
        boolean comma = false;
        while (!endsTuple()) {
            items.add(withChoice ? expression() : or());
            comma = tokens.acceptOperator(",");
            if (!comma) {
                break;
            }
        }
        if (items.isEmpty()) {
            throw tokens.unexpected("an expression");
        }
        return items.size() == 1 && !comma ? items.get(0) : new Expr.Items(Sequence.Kind.TUPLE, items, line);
    }

    private boolean endsTuple() {
        Token next = tokens.peek();
        return next.is(Kind.BLOCK_END)
                || next.is(Kind.OUTPUT_END)
                || next.isOperator(")")
                || next.isOperator("=")
                || next.isName("recursive");
    }

    private Expr or() {
        Expr left = and();
        for (int line = tokens.line(); tokens.acceptName("or"); line = tokens.line()) {
            left = new Expr.Or(left, and(), line);
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        for (int line = tokens.line(); tokens.acceptName("and"); line = tokens.line()) {
            left = new Expr.And(left, not(), line);
        }
        return left;
    }

    private Expr not() {
        int line = tokens.line();
        if (!tokens.acceptName("not")) {
            return compare();
        }
        tokens.enter();
        Expr operand = not();
        tokens.leave();
        return new Expr.Not(operand, line);
    }

    private Expr compare() {
        int line = tokens.line();
        Expr first = chain(Strength.SUM);
        List<Comparison> others = new ArrayList<>();
        for (Relation relation = relation(); relation != null; relation = relation()) {
            others.add(new Comparison(relation, chain(Strength.SUM)));
        }
        return others.isEmpty() ? first : new Expr.Compare(first, others, line);
    }

    private @Nullable Relation relation() {
        Token next = tokens.peek();
        Relation relation = next.is(Kind.OPERATOR) ? RELATIONS.get(next.text()) : null;
        if (relation != null) {
            tokens.next();
        } else if (tokens.acceptName("in")) {
            relation = Relation.IN;
        } else if (next.isName("not") && tokens.peekSecond().isName("in")) {
            tokens.next();
            tokens.next();
            relation = Relation.NOT_IN;
        }
        return relation;
    }

    /** Operators of one strength, from left to right. */
    private Expr chain(Strength strength) {
        Map<String, Operator> operators = switch (strength) {
            case SUM -> SUMS;
            case PRODUCT -> PRODUCTS;
            case POWER -> POWERS;
        };
        Expr left = operand(strength);
        while (true) {
            Token next = tokens.peek();
            Operator operator = next.is(Kind.OPERATOR) ? operators.get(next.text()) : null;
            if (operator == null) {
                return left;
            }
            tokens.next();
            left = new Expr.Arithmetic(operator, left, operand(strength), next.line());
        }
    }

    private Expr operand(Strength strength) {
        return switch (strength) {
            case SUM -> concat();
            case PRODUCT -> chain(Strength.POWER);
            case POWER -> unary(true);
        };
    }

    private Expr concat() {
        int line = tokens.line();
        Expr first = chain(Strength.PRODUCT);
        if (!tokens.peek().isOperator("~")) {
            return first;
        }
        List<Expr> parts = new ArrayList<>(List.of(first));
        while (tokens.acceptOperator("~")) {
            parts.add(chain(Strength.PRODUCT));
        }
        return new Expr.Concat(parts, line);
    }

    private Expr unary(boolean withFilters) {
        Token first = tokens.peek();
        Expr value;
        if (first.isOperator("-") || first.isOperator("+")) {
            tokens.next();
            tokens.enter();
            value = new Expr.Signed(first.isOperator("-"), unary(false), first.line());
            tokens.leave();
        } else {
            value = primary();
        }
        value = postfix(value);
        return withFilters ? filters(value) : value;
    }

    private Expr primary() {
        Token token = tokens.next();
        return switch (token.kind()) {
            case NAME -> name(token);
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (tokens.peek().is(Kind.STRING)) {
                    text.append(tokens.next().text());
                }
                yield new Expr.Literal(Value.of(text.toString()), token.line());
            }
            case INTEGER -> new Expr.Literal(Numbers.integer(token.text()), token.line());
            case FLOAT -> new Expr.Literal(new Value.Real(Double.parseDouble(token.text())), token.line());
            case OPERATOR -> bracket(token);
            case DATA, BLOCK_BEGIN, BLOCK_END, OUTPUT_BEGIN, OUTPUT_END, END -> throw noExpression(token);
        };
    }

    private static TemplateRaised noExpression(Token token) {
        return new TemplateRaised("an expression is expected, not " + token.shown()).at(token.line());
    }

    private Expr name(Token token) {
        Value constant = CONSTANTS.get(token.text());
        if (constant != null) {
            return new Expr.Literal(constant, token.line());
        }
        read.add(token.text());
        return new Expr.Name(token.text(), token.line());
    }

    private Expr bracket(Token opening) {
        tokens.enter();
        Expr value = switch (opening.text()) {
            case "(" -> {
                Expr inside = tokens.peek().isOperator(")")
                        ? new Expr.Items(Sequence.Kind.TUPLE, List.of(), opening.line())
                        : expressions();
                tokens.expectOperator(")");
                yield inside;
            }
            case "[" -> new Expr.Items(Sequence.Kind.LIST, listItems(), opening.line());
            case "{" -> new Expr.Mapping(pairs(), opening.line());
            default -> throw noExpression(opening);
        };
        tokens.leave();
        return value;
    }

    private List<Expr> listItems() {
        List<Expr> items = new ArrayList<>();
        while (!tokens.acceptOperator("]")) {
            if (!items.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.acceptOperator("]")) {
                    break;
                }
            }
            items.add(expression());
        }
        return items;
    }

    private List<Expr.Pair> pairs() {
        List<Expr.Pair> pairs = new ArrayList<>();
        while (!tokens.acceptOperator("}")) {
            if (!pairs.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.acceptOperator("}")) {
                    break;
                }
            }
            Expr key = expression();
            tokens.expectOperator(":");
            pairs.add(new Expr.Pair(key, expression()));
        }
        return pairs;
    }

    private Expr postfix(Expr base) {
        Expr value = base;
        while (true) {
            int line = tokens.line();
            if (tokens.acceptOperator(".")) {
                value = member(value, line);
            } else if (tokens.acceptOperator("[")) {
                value = subscript(value, line);
            } else if (tokens.acceptOperator("(")) {
                value = new Expr.Call(value, arguments(), line);
            } else {
                return value;
            }
        }
    }

    private Expr member(Expr base, int line) {
        Token name = tokens.next();
        if (name.is(Kind.NAME)) {
            return new Expr.Attribute(base, name.text(), line);
        } else if (name.is(Kind.INTEGER)) {
            return new Expr.Index(base, new Expr.Literal(Numbers.integer(name.text()), line), line);
        }
        throw new TemplateRaised("a name is expected, not " + name.shown()).at(line);
    }

    private Expr subscript(Expr base, int line) {
        tokens.enter();
        Expr from = tokens.peek().isOperator(":") ? null : expression();
        Expr value;
        if (tokens.acceptOperator(":")) {
            Expr to = sliceEnds() ? null : expression();
            Expr step = tokens.acceptOperator(":") && !sliceEnds() ? expression() : null;
            value = new Expr.Slice(base, from, to, step, line);
        } else if (from == null) {
            throw tokens.unexpected("an index");
        } else {
            value = new Expr.Index(base, from, line);
        }
        tokens.expectOperator("]");
        tokens.leave();
        return value;
    }

    private boolean sliceEnds() {
        return tokens.peek().isOperator("]") || tokens.peek().isOperator(":");
    }

    private Expr filters(Expr base) {
        Expr value = base;
        while (true) {
            Token next = tokens.peek();
            if (tokens.acceptOperator("|")) {
                Stmt.AppliedFilter filter = filter();
                value = new Expr.Filter(value, filter.name(), filter.arguments(), filter.line());
            } else if (tokens.acceptName("is")) {
                value = test(value, next.line());
            } else if (tokens.acceptOperator("(")) {
                value = new Expr.Call(value, arguments(), next.line());
            } else {
                return value;
            }
        }
    }

    /** A filter's name and arguments, behind the sign. */
    Stmt.AppliedFilter filter() {
        Token name = tokens.expect(Kind.NAME);
        CallArguments arguments = tokens.acceptOperator("(") ? arguments() : CallArguments.NONE;
        return new Stmt.AppliedFilter(name.text(), arguments, name.line());
    }

    private Expr test(Expr value, int line) {
        boolean negated = tokens.acceptName("not");
        String name = tokens.expect(Kind.NAME).text();
        Token next = tokens.peek();
        CallArguments arguments = CallArguments.NONE;
        if (tokens.acceptOperator("(")) {
            arguments = arguments();
        } else if (beginsArgument(next)) {
            tokens.enter();
            arguments = new CallArguments(List.of(postfix(primary())), List.of(), null, null);
            tokens.leave();
        }
        Expr test = new Expr.Test(value, name, arguments, line);
        return negated ? new Expr.Not(test, line) : test;
    }

    private static boolean beginsArgument(Token token) {
        return switch (token.kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case NAME -> !Set.of("else", "or", "and", "if", "is", "in", "not").contains(token.text());
            case OPERATOR -> token.text().equals("[") || token.text().equals("{");
            case DATA, BLOCK_BEGIN, BLOCK_END, OUTPUT_BEGIN, OUTPUT_END, END -> false;
        };
    }

    /** Arguments, behind their opening bracket, up to their closing one. */
    CallArguments arguments() {
        tokens.enter();
        List<Expr> positional = new ArrayList<>();
        List<Expr.Named> named = new ArrayList<>();
        Expr spread = null;
        Expr namedSpread = null;
        boolean first = true;
        while (!tokens.acceptOperator(")")) {
            if (!first) {
                tokens.expectOperator(",");
                if (tokens.acceptOperator(")")) {
                    break;
                }
            }
            first = false;
            if (spread == null && namedSpread == null && tokens.acceptOperator("*")) {
                spread = expression();
            } else if (namedSpread == null && tokens.acceptOperator("**")) {
                namedSpread = expression();
            } else if (tokens.peek().is(Kind.NAME) && tokens.peekSecond().isOperator("=")) {
                String name = tokens.next().text();
                tokens.next();
                named.add(new Expr.Named(name, expression()));
            } else if (named.isEmpty() && spread == null && namedSpread == null) {
                positional.add(expression());
            } else {
                throw tokens.unexpected("an argument by name");
            }
        }
        tokens.leave();
        return new CallArguments(positional, named, spread, namedSpread);
    }
}
