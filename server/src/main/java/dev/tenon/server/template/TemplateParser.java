package dev.tenon.server.template;

import dev.tenon.server.template.Stmt.Target;
import dev.tenon.server.template.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a template's statements. Tags that reach outside of the template ({@code include}, {@code import}, {@code extends})
 * are not known here.
 */
final class TemplateParser {
    private final TokenStream tokens;
    private final Set<String> read = new LinkedHashSet<>();
    private final ExpressionParser expressions;
    private int loops;

    private TemplateParser(TokenStream tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens, read);
    }

    /**
     * A template, read.
     *
     * @param read the names of the variables that it reads
     */
    record Parsed(List<Stmt> body, Set<String> read) {}

    /**
     * Reads a source.
     *
     * @throws TemplateRaised with its line, where it is no template
     */
    static Parsed parse(String source) {
        TemplateParser parser = new TemplateParser(new TokenStream(TemplateLexer.read(source)));
        List<Stmt> body = parser.body(Set.of());
        return new Parsed(body, Set.copyOf(parser.read));
    }

    /** Statements up to a tag of one of these names, whose name is read; up to the end where there are none. */
    private List<Stmt> body(Set<String> ends) {
        tokens.enter();
        List<Stmt> body = new ArrayList<>();
        int begin = tokens.line();
        while (true) {
            Token token = tokens.next();
            switch (token.kind()) {
                case DATA -> body.add(new Stmt.Data(token.text(), token.line()));
                case OUTPUT_BEGIN -> {
                    body.add(new Stmt.Output(expressions.expressions(), token.line()));
                    tokens.expect(Kind.OUTPUT_END);
                }
                case BLOCK_BEGIN -> {
                    if (tokens.peek().is(Kind.NAME)
                            && ends.contains(tokens.peek().text())) {
                        tokens.leave();
                        return body;
                    }
                    body.add(tag());
                }
                case END -> {
                    if (!ends.isEmpty()) {
                        throw new TemplateRaised(String.join(
                                                " or ", ends.stream().sorted().toList()) + " is missing")
                                .at(begin);
                    }
                    tokens.leave();
                    return body;
                }
                case BLOCK_END, OUTPUT_END, NAME, STRING, INTEGER, FLOAT, OPERATOR ->
                    throw new TemplateRaised(token.shown() + " belongs to nothing").at(token.line());
            }
        }
    }

    /** The body of a tag up to its end tag, the closing delimiters included. */
    private List<Stmt> bodyUntil(String end) {
        tokens.expect(Kind.BLOCK_END);
        List<Stmt> body = body(Set.of(end));
        tokens.expectName(end);
        tokens.expect(Kind.BLOCK_END);
        return body;
    }

    private Stmt tag() {
        Token name = tokens.expect(Kind.NAME);
        int line = name.line();
        return switch (name.text()) {
            case "if" -> conditional(line);
            case "for" -> loop(line);
            case "set" -> set(line);
            case "macro" -> macro(line);
            case "call" -> callBlock(line);
            case "with" -> with(line);
            case "filter" -> {
                List<Stmt.AppliedFilter> filters = new ArrayList<>(List.of(expressions.filter()));
                filters.addAll(pipe());
                yield new Stmt.FilterBlock(filters, bodyUntil("endfilter"), line);
            }
            case "generation" -> new Stmt.Block(bodyUntil("endgeneration"), line);
            case "do" -> ended(new Stmt.Do(expressions.expressions(), line));
            case "break" -> ended(new Stmt.Break(inLoop(name)));
            case "continue" -> ended(new Stmt.Continue(inLoop(name)));
            default -> throw new TemplateRaised("'" + name.text() + "' is no tag here").at(line);
        };
    }

    private Stmt ended(Stmt statement) {
        tokens.expect(Kind.BLOCK_END);
        return statement;
    }

    private int inLoop(Token name) {
        if (loops == 0) {
            throw new TemplateRaised("'" + name.text() + "' outside of a loop").at(name.line());
        }
        return name.line();
    }

    private Stmt conditional(int line) {
        List<Stmt.Branch> branches = new ArrayList<>();
        int branchLine = line;
        while (true) {
            Expr condition = expressions.expressions();
            tokens.expect(Kind.BLOCK_END);
            branches.add(new Stmt.Branch(condition, body(Set.of("elif", "else", "endif")), branchLine));
            branchLine = tokens.line();
            if (!tokens.acceptName("elif")) {
                break;
            }
        }
        List<Stmt> otherwise = tokens.acceptName("else") ? bodyUntil("endif") : endedAt("endif");
        return new Stmt.If(branches, otherwise, line);
    }

    /** No body, where the end tag itself comes next. */
    private List<Stmt> endedAt(String end) {
        tokens.expectName(end);
        tokens.expect(Kind.BLOCK_END);
        return List.of();
    }

    private Stmt loop(int line) {
        Target target = targets(false);
        tokens.expectName("in");
        Expr items = expressions.loopItems();
        Expr condition = tokens.acceptName("if") ? expressions.expression() : null;
        boolean recursive = tokens.acceptName("recursive");
        tokens.expect(Kind.BLOCK_END);
        loops++;
        List<Stmt> body = body(Set.of("else", "endfor"));
        loops--;
        List<Stmt> otherwise = tokens.acceptName("else") ? bodyUntil("endfor") : endedAt("endfor");
        return new Stmt.For(target, items, condition, recursive, body, otherwise, line);
    }

    private Stmt set(int line) {
        Target target = targets(true);
        if (tokens.acceptOperator("=")) {
            return ended(new Stmt.SetValue(target, expressions.expressions(), line));
        }
        return new Stmt.SetBlock(target, pipe(), bodyUntil("endset"), line);
    }

    private List<Stmt.AppliedFilter> pipe() {
        List<Stmt.AppliedFilter> filters = new ArrayList<>();
        while (tokens.acceptOperator("|")) {
            filters.add(expressions.filter());
        }
        return filters;
    }

    private Stmt with(int line) {
        List<Stmt.Assignment> assignments = new ArrayList<>();
        while (!tokens.peek().is(Kind.BLOCK_END)) {
            if (!assignments.isEmpty()) {
                tokens.expectOperator(",");
            }
            Target target = target(false);
            tokens.expectOperator("=");
            assignments.add(new Stmt.Assignment(target, expressions.expression()));
        }
        return new Stmt.With(assignments, bodyUntil("endwith"), line);
    }

    private Stmt macro(int line) {
        String name = variable();
        tokens.expectOperator("(");
        List<Stmt.Parameter> parameters = parameters();
        return detached(name, parameters, "endmacro", line);
    }

    private Stmt callBlock(int line) {
        List<Stmt.Parameter> parameters = tokens.acceptOperator("(") ? parameters() : List.of();
        if (!(expressions.expression() instanceof Expr.Call call)) {
            throw new TemplateRaised("'call' takes a call").at(line);
        }
        return new Stmt.CallBlock(call, detached("caller", parameters, "endcall", line), line);
    }

    /** A macro's body: a loop around it is not its own. */
    private Stmt.Macro detached(String name, List<Stmt.Parameter> parameters, String end, int line) {
        int outerLoops = loops;
        Set<String> outerRead = new LinkedHashSet<>(read);
        loops = 0;
        read.clear();
        List<Stmt> body = bodyUntil(end);
        Stmt.Macro macro = new Stmt.Macro(name, parameters, body, Set.copyOf(read), line);
        loops = outerLoops;
        read.addAll(outerRead);
        return macro;
    }

    private List<Stmt.Parameter> parameters() {
        List<Stmt.Parameter> parameters = new ArrayList<>();
        boolean optional = false;
        while (!tokens.acceptOperator(")")) {
            if (!parameters.isEmpty()) {
                tokens.expectOperator(",");
            }
            String name = variable();
            optional |= tokens.peek().isOperator("=");
            if (optional) {
                tokens.expectOperator("=");
            }
            parameters.add(new Stmt.Parameter(name, optional ? expressions.expression() : null));
        }
        return parameters;
    }

    private Target targets(boolean withMembers) {
        List<Target> targets = new ArrayList<>(List.of(target(withMembers)));
        boolean several = false;
        while (tokens.acceptOperator(",")) {
            several = true;
            if ((tokens.peek().is(Kind.NAME) && !tokens.peek().isName("in"))
                    || tokens.peek().isOperator("(")) {
                targets.add(target(withMembers));
            }
        }
        return several ? new Target.Several(targets) : targets.get(0);
    }

    private Target target(boolean withMembers) {
        tokens.enter();
        Target target;
        if (tokens.acceptOperator("(")) {
            target = targets(withMembers);
            tokens.expectOperator(")");
        } else {
            String name = variable();
            if (withMembers && tokens.acceptOperator(".")) {
                read.add(name);
                target = new Target.Member(name, tokens.expect(Kind.NAME).text());
            } else {
                target = new Target.Variable(name);
            }
        }
        tokens.leave();
        return target;
    }

    private String variable() {
        Token name = tokens.expect(Kind.NAME);
        if (Set.of("true", "false", "none", "True", "False", "None").contains(name.text())) {
            throw new TemplateRaised("'" + name.text() + "' cannot be set").at(name.line());
        }
        return name.text();
    }
}
