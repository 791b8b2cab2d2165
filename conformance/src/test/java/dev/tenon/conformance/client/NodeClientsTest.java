package dev.tenon.conformance.client;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The clients of JavaScript. */
final class NodeClientsTest {
    @TestFactory
    Stream<DynamicNode> clientsOfOneLockFile() throws Exception {
        NodeProcess node = NodeProcess.start("clients");
        return ClientRun.of(List.of(
                        NodeClient.of(node, "clients", "openai", "openai"),
                        NodeClient.of(node, "clients", "ai-sdk-openai", "@ai-sdk/openai"),
                        NodeClient.of(node, "clients", "ai-sdk-openai-compatible", "@ai-sdk/openai-compatible"),
                        NodeClient.of(node, "clients", "langchain", "@langchain/openai")))
                .onClose(node::close);
    }

    @TestFactory
    Stream<DynamicNode> instructorWhichKnowsTheThirdZodOnly() throws Exception {
        NodeProcess node = NodeProcess.start("instructor");
        return ClientRun.of(NodeClient.of(node, "instructor", "instructor", "@instructor-ai/instructor"))
                .onClose(node::close);
    }
}
