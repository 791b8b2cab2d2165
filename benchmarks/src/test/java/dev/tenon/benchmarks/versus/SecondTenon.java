package dev.tenon.benchmarks.versus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** Tenon with another schema or other options in the place of the other engine. */
final class SecondTenon implements OtherEngine {
    private final CompiledGrammar grammar;
    private final Matcher matcher;

    /** At a prefix of a text. */
    SecondTenon(GrammarCompiler compiler, String schema, SchemaOptions options, byte[] prefix) {
        try {
            grammar = compiler.compile(
                    SchemaCompiler.compile(new ObjectMapper().readTree(schema), options, CompileLimits.defaults())
                            .grammar());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        matcher = grammar.matcher();
        if (matcher.acceptBytes(prefix, 0, prefix.length) != prefix.length) {
            throw new IllegalArgumentException("the prefix is not in its language");
        }
    }

    Matcher matcher() {
        return matcher;
    }

    @Override
    public int[] accepted(List<byte[]> ways) {
        int[] accepted = new int[ways.size()];
        for (int i = 0; i < accepted.length; i++) {
            byte[] way = ways.get(i);
            accepted[i] = matcher.fork().acceptBytes(way, 0, way.length);
        }
        return accepted;
    }

    @Override
    public boolean accepts(byte[] text) {
        Matcher at = grammar.matcher();
        return at.acceptBytes(text, 0, text.length) == text.length && at.isAccepting();
    }

    @Override
    public Optional<byte[]> finish(byte[] bytes, boolean inQuotes, int seed) {
        Matcher at = matcher.fork();
        at.acceptBytes(bytes, 0, bytes.length);
        return TenonLanguage.finish(at).map(end -> {
            ByteArrayOutputStream way = new ByteArrayOutputStream();
            way.writeBytes(bytes);
            way.writeBytes(end);
            return way.toByteArray();
        });
    }
}
