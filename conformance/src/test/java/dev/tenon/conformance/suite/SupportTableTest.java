package dev.tenon.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.sampler.TextSampler;
import dev.tenon.schema.KeywordUse.Effect;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaException;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.schema.SupportedKeyword;
import dev.tenon.server.maskbench.MaskBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of keywords in the documentation are those that the code gives; {@code -Dupdate} writes them. */
final class SupportTableTest {
    private static final String BEGIN = "<!-- support:begin -->\n";
    private static final String END = "<!-- support:end -->";
    private static final String CORPUS = "maskbench-dev.jsonl.gz";
    private static final Path USES = Path.of("expected", "keyword-use.txt");

    private static SupportTable table() throws IOException {
        return new SupportTable(SupportedKeyword.all(), KeywordUses.read(USES), RefusedWhen.all(), refused());
    }

    /** Causes of refusals that the ratchet has, by their keyword. */
    private static Map<String, Integer> refused() throws IOException {
        Map<String, Integer> refused = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("expected", "maskbench.txt"))) {
            String[] parts = line.split("\t", -1);
            if (parts[0].equals(Verdict.REFUSED.label())) {
                refused.merge(parts[2].substring(parts[2].lastIndexOf(' ') + 1), 1, Integer::sum);
            }
        }
        return refused;
    }

    /** Before all others, since the tables have the numbers. */
    @BeforeAll
    static void update() throws IOException {
        Path corpus = SharedData.find(CORPUS);
        if (isUpdate() && Files.exists(corpus)) {
            KeywordUses.count(corpus).write(USES);
        }
    }

    @Test
    void usesAreThoseOfTheCorpus() throws IOException {
        assertEquals(KeywordUses.read(USES), KeywordUses.count(SharedData.require(CORPUS)));
    }

    @Test
    void theDocumentationHasTheTableOfTheCode() throws IOException {
        assertTable(Path.of("..", "docs", "json-schema.md"), table().complete());
    }

    @Test
    void theReadmeHasTheTableOfTheCode() throws IOException {
        assertTable(Path.of("..", "README.md"), table().compact());
    }

    private static void assertTable(Path file, String expected) throws IOException {
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        assertTrue(begin >= BEGIN.length() && end >= begin, () -> file + " has no place for the table");
        if (isUpdate()) {
            Files.writeString(file, text.substring(0, begin) + expected + "\n" + text.substring(end));
        } else {
            assertEquals(expected + "\n", text.substring(begin, end), "run with -Dupdate, look at it, commit it");
        }
    }

    private static boolean isUpdate() {
        return System.getProperty("update") != null;
    }

    @ParameterizedTest
    @MethodSource("dev.tenon.conformance.suite.RefusedWhen#all")
    void whatIsSaidToBeRefusedIs(RefusedWhen refusal) {
        Set<String> enforced = SupportedKeyword.all().stream()
                .filter(keyword -> keyword.effect() == Effect.ENFORCED)
                .map(SupportedKeyword::name)
                .collect(Collectors.toSet());
        assertTrue(enforced.containsAll(refusal.keywords()), refusal::toString);
        assertFalse(refusal.keywords().isEmpty());
        RuntimeException thrown = assertThrows(RuntimeException.class, () -> compile(refusal.schema()));
        switch (thrown) {
            case SchemaException.TooComplex e -> assertEquals(refusal.limit(), e.limitName(), e.getMessage());
            case GrammarTooComplexException e -> assertEquals(refusal.limit(), e.limitName(), e.getMessage());
            default -> {
                assertInstanceOf(SchemaException.Unsupported.class, thrown);
                assertEquals("", refusal.limit(), thrown.getMessage());
            }
        }
    }

    private static void compile(String schema) {
        new GrammarCompiler(TextSampler.byteVocabulary(), CompileLimits.defaults())
                .compile(SchemaCompiler.compile(
                                MaskBench.parseSchema(schema), SchemaOptions.defaults(), CompileLimits.defaults())
                        .grammar());
    }
}
