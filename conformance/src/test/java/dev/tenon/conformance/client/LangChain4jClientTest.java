package dev.tenon.conformance.client;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** LangChain4j. */
final class LangChain4jClientTest {
    @TestFactory
    Stream<DynamicNode> everyMode() {
        return ClientRun.of(List.of(new LangChain4jClient(), new LangChain4jResponsesClient()));
    }
}
