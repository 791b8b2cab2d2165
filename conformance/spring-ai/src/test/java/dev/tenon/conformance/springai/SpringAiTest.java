package dev.tenon.conformance.springai;

import dev.tenon.conformance.client.ClientRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Spring AI. */
final class SpringAiTest {
    @TestFactory
    Stream<DynamicNode> everyMode() {
        return ClientRun.of(new SpringAiClient());
    }
}
