package dev.tenon.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Token masks for an engine of one's own; nothing else of Tenon is used. */
public final class MasksOnly {
    /** The engine: a number for each token of its vocabulary, given the tokens so far. */
    @FunctionalInterface
    interface Engine {
        float[] logits(List<Integer> tokens);
    }

    private final Vocabulary vocabulary;
    private final GrammarCompiler compiler;

    /** One for each model; thread-safe. */
    MasksOnly(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.compiler = new GrammarCompiler(vocabulary, CompileLimits.defaults());
    }

    String write(Engine engine, String schema) throws JsonProcessingException {
        CompiledGrammar grammar = compiler.compile(SchemaCompiler.compile(
                        new ObjectMapper().readTree(schema), SchemaOptions.defaults(), CompileLimits.defaults())
                .grammar());
        Matcher matcher = grammar.matcher();
        List<Integer> tokens = new ArrayList<>();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (!matcher.isFinished()) {
            int token = greatest(engine.logits(tokens), matcher.mask());
            matcher.accept(token);
            tokens.add(token);
            if (!matcher.isFinished()) {
                text.writeBytes(vocabulary.bytes(token));
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static int greatest(float[] logits, TokenMask mask) {
        int best = mask.nextAllowed(0);
        for (int token = best; token >= 0; token = mask.nextAllowed(token + 1)) {
            best = logits[token] > logits[best] ? token : best;
        }
        return best;
    }
}
