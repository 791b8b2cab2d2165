package dev.tenon.conformance.client;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** LangChain4j. */
final class LangChain4jClientTest {
    @TestFactory
    Stream<DynamicNode> everyMode() {
        return ClientRun.of(new LangChain4jClient());
    }
}
