package dev.tenon.server;

import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineShape;
import dev.tenon.sampler.engine.RandomEngine;
import dev.tenon.sampler.engine.ScriptedEngine;
import dev.tenon.server.generation.ServedModel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Small models for tests: a vocabulary of all bytes and a few words, and engines over it. */
public final class TestModels {
    private static final List<String> WORDS =
            List.of("hello", " world", "{\"", "\":", "\"}", "<tool_call>", "true", "false", "null", "é", "the ", "ing");

    private TestModels() {}

    /** All bytes, a few words, and the two tokens of ChatML. */
    public static Vocabulary vocabulary() {
        Vocabulary.Builder builder = Vocabulary.builder(256 + WORDS.size() + 2);
        for (int b = 0; b < 256; b++) {
            builder.text(b, new byte[] {(byte) b});
        }
        int id = 256;
        for (String word : WORDS) {
            builder.text(id++, word.getBytes(StandardCharsets.UTF_8));
        }
        builder.control(id++, "<|im_start|>".getBytes(StandardCharsets.UTF_8));
        builder.end(id, "<|im_end|>".getBytes(StandardCharsets.UTF_8));
        return builder.build();
    }

    /** An engine that writes these texts, one for each reply. */
    public static Engine scripted(String... texts) {
        List<ScriptedEngine.Script> scripts = new ArrayList<>();
        for (String text : texts) {
            scripts.add(new ScriptedEngine.Script.Text(text));
        }
        return new ScriptedEngine(
                vocabulary(), scripts, EngineShape.named("scripted").withContextLength(2_000));
    }

    /** An engine that has no idea. */
    public static Engine random(long seed) {
        return new RandomEngine(vocabulary(), seed, EngineShape.named("random").withContextLength(4_000));
    }

    /** The engine as model {@code test}, alias {@code org/test model}. */
    public static ServedModel served(Engine engine) {
        return ServedModel.of(
                engine,
                "test",
                Set.of("org/test model"),
                new ServedModel.TextEnds("", "<|im_end|>"),
                Clock.systemUTC());
    }
}
