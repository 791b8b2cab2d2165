package dev.tenon.server.training;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.server.rehearsal.TrainingSchemas;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class TrainingTest {
    @Test
    void everySchemaCompilesAndEveryTextOfItIsAccepted() {
        Training.Result result = new Training().compile(1);
        assertEquals(List.of(), result.wrong());
        assertEquals(TrainingSchemas.load().ofRound(0).size(), result.schemas());
        assertTrue(result.masks() > 1_000, () -> result.masks() + " masks");
    }

    @Test
    void noRoundHasASchemaOfAnother() {
        TrainingSchemas schemas = TrainingSchemas.load();
        List<String> first = schemas.ofRound(0);
        List<String> second = schemas.ofRound(1);
        assertEquals(first.size(), second.size());
        for (int i = 0; i < first.size(); i++) {
            assertNotEquals(first.get(i), second.get(i));
        }
        assertEquals(first.size(), new HashSet<>(first).size());
    }

    @Test
    void theServerAnswersItselfAndStops() {
        assertDoesNotThrow(() -> new Training().serve(Duration.ofMillis(500)));
    }
}
