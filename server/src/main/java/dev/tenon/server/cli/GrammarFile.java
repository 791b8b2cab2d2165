package dev.tenon.server.cli;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.GbnfParser;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.grammar.GrammarSyntaxException;
import dev.tenon.automaton.grammar.GrammarWarning;
import dev.tenon.automaton.grammar.LarkParser;
import dev.tenon.automaton.grammar.ParsedGrammar;
import dev.tenon.automaton.grammar.SpecialTokens;
import dev.tenon.schema.SchemaOptions;

/**
 * A grammar that was read from a file. No model is known, and so no special token.
 *
 * @param name the file, for messages
 * @param parsed what it holds
 */
record GrammarFile(String name, ParsedGrammar parsed) {
    /** How a grammar is written. */
    enum Notation {
        /** llama.cpp's. */
        GBNF,
        /** Lark's, as llguidance takes it. */
        LARK
    }

    /**
     * Reads a file; {@code -} is standard input.
     *
     * @param options how JSON Schemas within a grammar in Lark are taken
     * @throws CommandFailure when it cannot be read, or is refused, with line and column
     */
    static GrammarFile read(String path, Notation notation, SchemaOptions options, Console console) {
        return of(InputFile.name(path), InputFile.text(path, console), notation, options);
    }

    /**
     * A grammar from its text.
     *
     * @param name what messages call it
     * @throws CommandFailure when it is refused
     */
    static GrammarFile of(String name, String text, Notation notation, SchemaOptions options) {
        CompileLimits limits = CompileLimits.defaults();
        try {
            ParsedGrammar parsed = switch (notation) {
                case GBNF -> GbnfParser.parse(text, SpecialTokens.NONE, limits);
                case LARK -> LarkParser.parse(text, SpecialTokens.NONE, schema -> grammar(schema, options), limits);
            };
            return new GrammarFile(name, parsed);
        } catch (GrammarSyntaxException e) {
            throw CommandFailure.misuse(name + ":" + e.line() + ":" + e.column() + ": " + e.reason());
        }
    }

    private static Grammar grammar(String schema, SchemaOptions options) {
        try {
            return SchemaFile.of("schema", schema).compile(options).grammar();
        } catch (CommandFailure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Writes the warnings to standard error, a line each. */
    void warn(Console console) {
        for (GrammarWarning warning : parsed.warnings()) {
            console.err()
                    .println(name + ":" + warning.line() + ":" + warning.column() + ": warning: " + warning.message());
        }
        console.err().flush();
    }
}
