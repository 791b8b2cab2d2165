package dev.tenon.automaton.grammar;

/** Makes grammars of the JSON Schemas within a grammar in Lark ({@code %json}). */
@FunctionalInterface
public interface JsonGrammars {
    /** Refuses every schema. */
    JsonGrammars NONE = schema -> {
        throw new IllegalArgumentException("JSON Schemas within a grammar are not supported here");
    };

    /**
     * The grammar of the values of a schema.
     *
     * @param schema the text of a JSON Schema
     * @throws IllegalArgumentException when it is none or cannot be enforced; the message goes into that of the grammar
     */
    Grammar grammar(String schema);
}
