package dev.tenon.conformance.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.grammar.Grammar;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.CompiledSchema;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SchemaWarning;
import dev.tenon.server.maskbench.InstanceText;
import dev.tenon.server.maskbench.MaskBenchError;
import dev.tenon.server.maskbench.PatientRunner;
import java.util.List;

/** What became of a schema: the texts that it allows, or the reason why there are none. */
sealed interface Language {
    /** A compilation that takes longer is given up on, as a defect. */
    int PATIENCE_SECONDS = 60;

    /** Compiled; judges texts byte by byte, as {@code tenon check} does. */
    record Compiled(Grammar grammar, CompiledGrammar overBytes, List<SchemaWarning> warnings) implements Language {
        /** Copies the list. */
        public Compiled {
            warnings = List.copyOf(warnings);
        }

        /** Whether the compiler told the caller that some format is not enforced. */
        boolean warnsOfFormats() {
            return warnings.stream().anyMatch(warning -> warning.pointer().endsWith("/format"));
        }

        /** Whether the value, as Python writes it, is a text of the language. */
        boolean accepts(JsonNode value) {
            return accepts(InstanceText.write(value));
        }

        /** Whether the text is one of the language. */
        boolean accepts(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            Matcher matcher = overBytes.matcher();
            return matcher.acceptBytes(bytes, 0, bytes.length) == bytes.length && matcher.isAccepting();
        }
    }

    /** Not compiled. */
    record Refused(MaskBenchError error) implements Language {}

    /** Compiles on the caller's thread. */
    static Language of(JsonNode schema, SchemaOptions options) {
        try {
            CompileLimits limits = CompileLimits.defaults();
            CompiledSchema compiled = SchemaCompiler.compile(schema, options, limits);
            Grammar grammar = compiled.grammar();
            return new Compiled(
                    grammar,
                    new GrammarCompiler(TextSampler.byteVocabulary(), limits).compile(grammar),
                    compiled.warnings());
        } catch (RuntimeException | StackOverflowError e) {
            return new Refused(MaskBenchError.of(e));
        }
    }

    /** The same on the runner's thread, so that a run that would not end is a finding and not a hanging build. */
    static Language of(JsonNode schema, SchemaOptions options, PatientRunner runner) {
        return runner.call(() -> of(schema, options))
                .orElseGet(() -> new Refused(new MaskBenchError(
                        MaskBenchError.TIMEOUT, "", "", "given up after " + PATIENCE_SECONDS + " s")));
    }
}
