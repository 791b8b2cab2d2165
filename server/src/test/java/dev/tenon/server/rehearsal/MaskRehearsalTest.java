package dev.tenon.server.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.token.SyntheticVocabulary;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class MaskRehearsalTest {
    private static final int SCHEMAS = TrainingSchemas.load().ofRound(0).size();

    @Test
    void everySchemaOfTheTrainingIsGoneThroughInEachPass() {
        MaskRehearsal rehearsal = new MaskRehearsal(SyntheticVocabulary.ofSize(2_000, 1));
        for (int pass = 0; pass < MaskRehearsal.PASSES; pass++) {
            assertEquals(SCHEMAS, rehearsal.pass(pass, Duration.ofMinutes(5)));
        }
    }

    @Test
    void thereIsNoneInNoTime() {
        assertEquals(0, new MaskRehearsal(SyntheticVocabulary.ofSize(500, 1)).pass(0, Duration.ZERO));
    }

    /** A vocabulary that can spell next to nothing: where no token is allowed, a text is at its end. */
    @Test
    void aVocabularyWithoutWordsOrEndsDoes() {
        Vocabulary vocabulary = Vocabulary.ofByteStrings(List.of("é".getBytes(StandardCharsets.UTF_8)));
        assertEquals(SCHEMAS, new MaskRehearsal(vocabulary).pass(0, Duration.ofMinutes(5)));
    }
}
