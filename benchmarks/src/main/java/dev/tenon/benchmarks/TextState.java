package dev.tenon.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaOptions.KeyOrder;
import java.nio.charset.StandardCharsets;

/** The places of a text at which masks, acceptance and sampling are measured: texts of one schema that stop there. */
public enum TextState {
    /** Nothing yet. */
    START(KeyOrder.SCHEMA, ""),
    /** Before the first key of an object whose keys come in order. */
    KEY_START(KeyOrder.SCHEMA, "{"),
    /** Inside that key. */
    IN_KEY(KeyOrder.SCHEMA, "{\"na"),
    /** Before a key that may be any of those left. */
    FREE_KEY_START(KeyOrder.FREE, Parts.NAME + "\", "),
    /** Inside such a key. */
    IN_FREE_KEY(KeyOrder.FREE, Parts.NAME + "\", \"c"),
    /** In a string of any text. */
    STRING(KeyOrder.SCHEMA, Parts.NAME),
    /** In a string with a bounded length, far from the bound. */
    COUNTED(KeyOrder.SCHEMA, Parts.CODE),
    /** In a string with a pattern. */
    PATTERN(KeyOrder.SCHEMA, Parts.TAG),
    /** In a string with a format. */
    FORMAT(KeyOrder.SCHEMA, Parts.WHEN),
    /** In one of some constants. */
    ENUM(KeyOrder.SCHEMA, Parts.KIND),
    /** In an integer with bounds. */
    NUMBER(KeyOrder.SCHEMA, Parts.COUNT),
    /** After the value of a member, before what follows. */
    AFTER_VALUE(KeyOrder.SCHEMA, Parts.NAME + "\""),
    /** Before a value of any type. */
    ANY_VALUE(KeyOrder.SCHEMA, Parts.COUNT + ", \"any\": "),
    /** In a key of an object with any keys. */
    ANY_KEY(KeyOrder.SCHEMA, Parts.COUNT + ", \"any\": {\"a\": 1, \"");

    /** The schema of all states. */
    static final String SCHEMA = """
        {"type": "object", "additionalProperties": false,
         "properties": {
           "name": {"type": "string"},
           "code": {"type": "string", "minLength": 1, "maxLength": 200},
           "tag": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"},
           "when": {"type": "string", "format": "date-time"},
           "kind": {"enum": ["alpha", "alphabet", "beta carotene"]},
           "count": {"type": "integer", "minimum": 0, "maximum": 100000},
           "any": {}},
         "required": ["name", "code", "tag", "when", "kind", "count", "any"]}\
        """;

    /** A whole text, and one that is not of the schema at its last byte. */
    static final String ACCEPTED = Parts.COUNT + ", \"any\": {\"a\": 1}}";

    static final String REJECTED = Parts.COUNT + ", \"any\": 1]";

    private final KeyOrder order;
    private final String text;

    TextState(KeyOrder order, String text) {
        this.order = order;
        this.text = text;
    }

    /** Each part begins with the one before it. */
    private static final class Parts {
        static final String NAME = "{\"name\": \"Ada Lovelace";
        static final String CODE = NAME + "\", \"code\": \"first";
        static final String TAG = CODE + "\", \"tag\": \"one";
        static final String WHEN = TAG + "\", \"when\": \"2026-1";
        static final String KIND = WHEN + "1-22T08:00:00Z\", \"kind\": \"al";
        static final String COUNT = KIND + "pha\", \"count\": 12";
    }

    /** The grammar of the schema, with keys ordered as the state has them. */
    Grammar grammar() {
        return grammar(order);
    }

    static Grammar grammar(KeyOrder order) {
        try {
            return SchemaCompiler.compile(
                            new ObjectMapper().readTree(SCHEMA),
                            SchemaOptions.defaults().with(order),
                            CompileLimits.defaults())
                    .grammar();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A matcher of the state's grammar that stands there. */
    Matcher reach(CompiledGrammar compiled) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Matcher matcher = compiled.matcher();
        if (matcher.acceptBytes(bytes, 0, bytes.length) != bytes.length) {
            throw new IllegalStateException("the text of state " + this + " is not in the grammar");
        }
        return matcher;
    }

    /** Fails unless every bit of the mask is what stepping the token's bytes says. */
    static void requireExact(Matcher matcher, Vocabulary vocabulary) {
        TokenMask mask = matcher.mask();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (mask.contains(id) != matcher.allows(id)) {
                throw new IllegalStateException("mask and brute force differ at token " + id);
            }
        }
    }

    /** Fails unless a text of the schema is accepted, and one that is none is rejected where it leaves. */
    static void requireRight(CompiledGrammar compiled) {
        byte[] good = ACCEPTED.getBytes(StandardCharsets.UTF_8);
        byte[] bad = REJECTED.getBytes(StandardCharsets.UTF_8);
        Matcher matcher = compiled.matcher();
        if (matcher.acceptBytes(good, 0, good.length) != good.length
                || !matcher.isAccepting()
                || compiled.matcher().acceptBytes(bad, 0, bad.length) != bad.length - 1) {
            throw new IllegalStateException("the compiled grammar is not that of the schema");
        }
    }
}
