package dev.tenon.conformance.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.conformance.Judge;
import dev.tenon.conformance.SchemaCase;
import dev.tenon.sampler.TextSampler;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values written by hand to either side of each schema: the grammar and the validator draw the line in the same place. */
final class InstancesTest {
    private static final int DEEPEST_INDENTATION = 16;

    private static final GrammarCompiler BYTES =
            new GrammarCompiler(TextSampler.byteVocabulary(), CompileLimits.defaults());

    /** {@code {"a": 1, "b": [1, 2]}}, as Python writes it. */
    private static final ObjectWriter SPACED = Judge.JSON.writer(new DefaultPrettyPrinter()
            .withSeparators(Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEntrySpacing(Separators.Spacing.AFTER)
                    .withArrayValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withObjectIndenter(DefaultPrettyPrinter.NopIndenter.instance)
            .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance));

    /** Two spaces for each level, as {@code JSON.stringify(value, null, 2)} writes it. */
    private static final ObjectWriter INDENTED = Judge.JSON.writer(new DefaultPrettyPrinter()
            .withSeparators(Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    static Stream<SchemaCase> cases() {
        return SchemaCase.all().stream();
    }

    @Test
    void thereAreFiftySchemasWithInstancesToEitherSide() {
        assertEquals(50, SchemaCase.all().size());
        for (SchemaCase schemaCase : SchemaCase.all()) {
            assertFalse(schemaCase.accept().isEmpty(), schemaCase::name);
            assertFalse(schemaCase.reject().isEmpty(), schemaCase::name);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatSatisfiesTheSchemaIsAcceptedInEverySpellingThatModelsLike(SchemaCase schemaCase)
            throws JsonProcessingException {
        CompiledGrammar grammar = BYTES.compile(schemaCase.grammar());
        Judge judge = schemaCase.judge();
        for (JsonNode value : schemaCase.accept()) {
            assertEquals(Optional.empty(), judge.fault(value), () -> "the validator on " + value);
            for (ObjectWriter writer : List.of(Judge.JSON.writer(), SPACED, INDENTED)) {
                String text = writer.writeValueAsString(value);
                // Indentation is bounded, as all white space is.
                if (!text.contains(" ".repeat(DEEPEST_INDENTATION + 1))) {
                    assertTrue(accepts(grammar, text), () -> schemaCase + " does not accept " + text);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatDoesNotSatisfyTheSchemaIsNotAccepted(SchemaCase schemaCase) throws JsonProcessingException {
        CompiledGrammar grammar = BYTES.compile(schemaCase.grammar());
        Judge judge = schemaCase.judge();
        for (JsonNode value : schemaCase.reject()) {
            assertTrue(judge.fault(value).isPresent(), () -> "the validator accepts " + value);
            for (String text : List.of(Judge.JSON.writeValueAsString(value), SPACED.writeValueAsString(value))) {
                assertFalse(accepts(grammar, text), () -> schemaCase + " accepts " + text);
            }
        }
        for (String text : schemaCase.rejectTexts()) {
            assertFalse(accepts(grammar, text), () -> schemaCase + " accepts " + text);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noTextIsAcceptedWithMoreBehindItOrTooMuchWhiteSpace(SchemaCase schemaCase) throws JsonProcessingException {
        CompiledGrammar grammar = BYTES.compile(schemaCase.grammar());
        String text = Judge.JSON.writeValueAsString(schemaCase.accept().get(0));
        for (String wrong :
                List.of(text + "x", text + text, text + "\0", "x" + text, "\uFEFF" + text, " ".repeat(5_000) + text)) {
            assertFalse(
                    accepts(grammar, wrong) && schemaCase.judge().fault(wrong).isPresent(),
                    () -> schemaCase + " accepts " + wrong);
        }
        assertFalse(accepts(grammar, " ".repeat(5_000) + text), () -> schemaCase + " loops in white space");
        assertFalse(accepts(grammar, text + "\n".repeat(5_000)), () -> schemaCase + " loops in white space");
    }

    private static boolean accepts(CompiledGrammar grammar, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Matcher matcher = grammar.matcher();
        return matcher.acceptBytes(bytes, 0, bytes.length) == bytes.length && matcher.isAccepting();
    }
}
