package dev.tenon.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.Grammar;
import java.util.BitSet;
import java.util.Optional;

/**
 * JSON Schema to grammar: the texts of the grammar are JSON, and their values are exactly those that the schema allows,
 * within the spellings that {@code docs/json-schema.md} describes. Stateless and thread-safe.
 *
 * <pre>{@code
 * CompiledSchema compiled =
 *         SchemaCompiler.compile(mapper.readTree(text), SchemaOptions.defaults(), CompileLimits.defaults());
 * CompiledGrammar grammar = new GrammarCompiler(vocabulary, CompileLimits.defaults()).compile(compiled.grammar());
 * }</pre>
 */
public final class SchemaCompiler {
    private SchemaCompiler() {}

    /**
     * Compiles a schema: check against its meta-schema, read, normalise, decide what is empty, write out. Numbers are
     * taken as they were parsed; parse with {@code USE_BIG_DECIMAL_FOR_FLOATS} where digits beyond a double's matter.
     *
     * @throws SchemaException.Invalid when it is no JSON Schema
     * @throws SchemaException.Unsupported when a keyword matters that is not enforced
     * @throws SchemaException.Unsatisfiable when no value satisfies it
     * @throws SchemaException.TooComplex when that takes more than the limits allow
     */
    public static CompiledSchema compile(JsonNode schema, SchemaOptions options, CompileLimits limits) {
        return compile(schema, options, limits, Optional.empty());
    }

    /**
     * Compiles the schema of a call's arguments for a model that does not write them as JSON. The texts of the grammar are
     * the objects that satisfy the schema, written in the syntax.
     *
     * @throws SchemaException.Invalid when it is no JSON Schema
     * @throws SchemaException.Unsupported when a keyword matters that is not enforced, or an argument cannot be written so
     * @throws SchemaException.Unsatisfiable when no object satisfies it
     * @throws SchemaException.TooComplex when that takes more than the limits allow
     */
    public static CompiledSchema compileArguments(
            JsonNode schema, ArgumentSyntax syntax, SchemaOptions options, CompileLimits limits) {
        return compile(schema, options, limits, Optional.of(syntax));
    }

    private static CompiledSchema compile(
            JsonNode schema, SchemaOptions options, CompileLimits limits, Optional<ArgumentSyntax> syntax) {
        try {
            SchemaDocument document = new SchemaDocument(schema, options);
            MetaSchemaCheck.check(document.root().place());
            TextLanguages languages = new TextLanguages(limits);
            SchemaReader reader = new SchemaReader(document, languages, options);
            Fuel fuel = new Fuel(limits);
            NodeTable nodes = new NodeTable(reader, fuel);
            Expansion expansion = new Expansion(reader, nodes, languages, fuel);
            Node root = nodes.of(document.root());
            Shapes shapes = new Shapes(expansion, languages, fuel);
            BitSet productive = Productivity.of(root, expansion, shapes, fuel);
            if (!productive.get(root.id())) {
                throw Unsatisfied.explain(root, expansion, reader, productive);
            }
            Grammar grammar = syntax.isEmpty()
                    ? SchemaGrammar.of(root, expansion, shapes, productive, languages, options, fuel)
                    : SchemaGrammar.ofArguments(
                            root, expansion, shapes, productive, languages, options, fuel, syntax.get());
            return new CompiledSchema(grammar, reader.warnings());
        } catch (GrammarTooComplexException e) {
            throw new SchemaException.TooComplex("", "", e.getMessage() + "; simplify the schema", e.limitName());
        }
    }

    /** The grammar of any JSON value. */
    public static Grammar anyValue(SchemaOptions options) {
        return compile(JsonNodeFactory.instance.booleanNode(true), options, CompileLimits.defaults())
                .grammar();
    }

    /** The grammar of any JSON object. */
    public static Grammar anyObject(SchemaOptions options) {
        JsonNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        return compile(schema, options, CompileLimits.defaults()).grammar();
    }
}
