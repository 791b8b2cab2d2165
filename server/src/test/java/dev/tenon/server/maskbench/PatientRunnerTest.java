package dev.tenon.server.maskbench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class PatientRunnerTest {
    @Test
    void aTaskThatTakesTooLongIsLeftBehindAndTheNextRuns() {
        CountDownLatch never = new CountDownLatch(1);
        try (PatientRunner runner = new PatientRunner(1)) {
            assertEquals(Optional.empty(), runner.call(() -> {
                never.await();
                return 1;
            }));
            assertEquals(Optional.of(2), runner.call(() -> 2));
        }
    }
}
