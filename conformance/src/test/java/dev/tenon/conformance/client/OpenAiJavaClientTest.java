package dev.tenon.conformance.client;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** OpenAI's own client for Java. */
final class OpenAiJavaClientTest {
    @TestFactory
    Stream<DynamicNode> everyMode() {
        return ClientRun.of(List.of(new OpenAiJavaClient(), new OpenAiJavaResponsesClient()));
    }
}
