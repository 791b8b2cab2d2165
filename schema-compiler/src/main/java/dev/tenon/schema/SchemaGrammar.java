package dev.tenon.schema;

import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Grammar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way out: from nodes to grammar rules. Key order, white space and spelling are applied here and nowhere before. A
 * node that holds arrays or objects becomes a rule, one that holds scalars alone is written where it is used; so there
 * is no recursion over the depth of a schema. Nodes and members without values are left out, so the grammar has no dead
 * ends. Not thread-safe: one compilation's.
 */
final class SchemaGrammar {
    private final Expansion expansion;
    private final Shapes shapes;
    private final BitSet productive;
    private final Fuel fuel;
    private final Grammar.Builder builder;
    /** Writes the elements of arrays of distinct elements, with one spelling for each scalar. */
    private final SchemaGrammar spelledOnce;

    private final Map<Node, Expr> expressions = new HashMap<>();
    private final Map<Node, Integer> undefined = new HashMap<>();
    private final Deque<Node> todo = new ArrayDeque<>();
    private final ScalarGrammar scalars;
    private final ArrayGrammar arrays;
    private final ObjectGrammar objects;
    private final TextLanguages languages;
    private final SchemaOptions options;

    private SchemaGrammar(
            Expansion expansion,
            Shapes shapes,
            BitSet productive,
            TextLanguages languages,
            SchemaOptions options,
            Spelling spelling,
            ArgumentSyntax.Literals literals,
            Grammar.Builder builder,
            Fuel fuel) {
        this.expansion = expansion;
        this.shapes = shapes;
        this.productive = productive;
        this.builder = builder;
        this.fuel = fuel;
        this.spelledOnce = switch (spelling) {
            case ONE -> this;
            case AS_OPTED ->
                new SchemaGrammar(
                        expansion,
                        shapes,
                        productive,
                        languages,
                        options,
                        Spelling.ONE,
                        ArgumentSyntax.Literals.JSON,
                        builder,
                        fuel);
        };
        this.languages = languages;
        this.options = options;
        JsonSyntax syntax = JsonSyntax.of(options);
        this.scalars = new ScalarGrammar(expansion, languages, options, spelling, literals);
        this.arrays = new ArrayGrammar(this, shapes, syntax, builder);
        this.objects = new ObjectGrammar(
                this, shapes, new JsonMembers(this, syntax, languages), languages, options.keyOrder());
    }

    /**
     * The grammar of the JSON texts of a node's values.
     *
     * @param shapes what told arrays and objects apart
     * @param productive ids of the nodes that have a value, the root among them
     * @throws dev.tenon.automaton.dfa.GrammarTooComplexException when an automaton is beyond the limits
     */
    static Grammar of(
            Node root,
            Expansion expansion,
            Shapes shapes,
            BitSet productive,
            TextLanguages languages,
            SchemaOptions options,
            Fuel fuel) {
        SchemaGrammar grammar = new SchemaGrammar(
                expansion,
                shapes,
                productive,
                languages,
                options,
                Spelling.AS_OPTED,
                ArgumentSyntax.Literals.JSON,
                Grammar.builder(),
                fuel);
        return grammar.build(grammar.expression(root));
    }

    /**
     * The grammar of the objects among a node's values, their members written as arguments.
     *
     * @param shapes what told arrays and objects apart
     * @param productive ids of the nodes that have a value, the root among them
     * @throws SchemaException.Unsupported when a name cannot be written in the syntax, or no value of an argument
     * @throws GrammarTooComplexException when an automaton is beyond the limits
     */
    static Grammar ofArguments(
            Node root,
            Expansion expansion,
            Shapes shapes,
            BitSet productive,
            TextLanguages languages,
            SchemaOptions options,
            Fuel fuel,
            ArgumentSyntax syntax) {
        SchemaGrammar grammar = new SchemaGrammar(
                expansion,
                shapes,
                productive,
                languages,
                options,
                Spelling.AS_OPTED,
                syntax.literals(),
                Grammar.builder(),
                fuel);
        return grammar.build(grammar.arguments(root, syntax));
    }

    private Expr arguments(Node root, ArgumentSyntax syntax) {
        ArgumentGrammar members = new ArgumentGrammar(syntax, this, expansion, languages);
        ObjectGrammar written = new ObjectGrammar(this, shapes, members, languages, options.keyOrder());
        List<Expr> alternatives = new ArrayList<>();
        for (ObjectSet object : expansion.expand(root).objects()) {
            members.requireWritable(object, pointer(root));
            if (object.required().stream().allMatch(key -> isProductive(object.member(key)))) {
                written.of(object).ifPresent(alternatives::add);
            }
        }
        return alternatives.size() == 1 ? alternatives.get(0) : new Expr.Choice(alternatives);
    }

    private Grammar build(Expr expression) {
        define();
        spelledOnce.define();
        return builder.build(expression);
    }

    private void define() {
        while (!todo.isEmpty()) {
            Node node = todo.remove();
            Integer rule = undefined.remove(node);
            if (rule == null) {
                throw new IllegalStateException("not declared: " + node);
            }
            builder.define(rule, body(node));
        }
    }

    /** What writes the elements of arrays of distinct elements. */
    SchemaGrammar spelledOnce() {
        return spelledOnce;
    }

    /** Whether the node has a value. */
    boolean isProductive(Node node) {
        return productive.get(node.id());
    }

    /** The expression of a node that has a value. */
    Expr expression(Node node) {
        Expr known = expressions.get(node);
        if (known == null) {
            ValueSet values = expansion.expand(node);
            if (values.arrays().isEmpty() && values.objects().isEmpty()) {
                known = body(node);
            } else {
                int rule = builder.declare(name(node));
                undefined.put(node, rule);
                todo.add(node);
                known = new Expr.RuleRef(rule);
            }
            expressions.put(node, known);
        }
        return known;
    }

    /** The expression of a node's values that are no strings; empty where it has none. */
    Optional<Expr> withoutStrings(Node node) {
        ValueSet values = expansion.expand(node);
        if (values.strings().isEmpty()) {
            return Optional.of(expression(node));
        }
        List<Expr> alternatives = alternatives(node, values.withoutStrings());
        if (alternatives.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(alternatives.size() == 1 ? alternatives.get(0) : new Expr.Choice(alternatives));
    }

    /** Where a node is from. */
    static String pointer(Node node) {
        return node.atoms().isEmpty() ? "" : Expansion.pointer(node.atoms().get(0));
    }

    private static String name(Node node) {
        if (node.atoms().isEmpty()) {
            return "any";
        }
        return switch (node.atoms().get(0)) {
            case Atom.At at ->
                at.location().pointer().isEmpty() ? "schema" : at.location().pointer();
            case Atom.Constant unused -> "const";
            case Atom.Not not -> "not " + name(not.node());
        };
    }

    private Expr body(Node node) {
        try {
            List<Expr> alternatives = alternatives(node, expansion.expand(node));
            return alternatives.size() == 1 ? alternatives.get(0) : new Expr.Choice(alternatives);
        } catch (GrammarTooComplexException e) {
            String pointer = pointer(node);
            throw new SchemaException.TooComplex(
                    pointer, Unsatisfied.keywordOf(pointer), e.getMessage() + "; simplify this schema", e.limitName());
        }
    }

    private List<Expr> alternatives(Node node, ValueSet values) {
        List<Expr> alternatives = new ArrayList<>(scalars.of(values));
        for (ArraySet array : values.arrays()) {
            if (array.repeats() == ArraySet.Repeats.SOME) {
                throw repeats(node);
            }
            if (array.isPlain() ? isSatisfiable(array) : shapes.of(array).reachesEnd(productive)) {
                alternatives.add(arrays.of(array));
            }
        }
        for (ObjectSet object : values.objects()) {
            fuel.spend(object.named().size());
            if (object.required().stream().allMatch(key -> isProductive(object.member(key)))) {
                objects.of(object).ifPresent(alternatives::add);
            }
        }
        return alternatives;
    }

    private static SchemaException.Unsupported repeats(Node node) {
        return new SchemaException.Unsupported(
                pointer(node),
                "uniqueItems",
                "arrays in which some elements must be equal, the opposite of \"uniqueItems\", are not enforced here");
    }

    private boolean isSatisfiable(ArraySet array) {
        for (int i = 0; i < Math.min(array.min(), array.prefix().size() + 1); i++) {
            if (!isProductive(array.element(i))) {
                return false;
            }
        }
        return true;
    }
}
