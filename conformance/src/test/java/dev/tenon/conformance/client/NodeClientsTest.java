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
                        chat(node, "openai", "openai"),
                        chat(node, "ai-sdk-openai", "@ai-sdk/openai"),
                        chat(node, "ai-sdk-openai-compatible", "@ai-sdk/openai-compatible"),
                        chat(node, "langchain", "@langchain/openai"),
                        responses(node, "openai-responses", "openai"),
                        responses(node, "ai-sdk-openai-responses", "@ai-sdk/openai"),
                        responses(node, "langchain-responses", "@langchain/openai"),
                        responses(node, "agents", "@openai/agents")))
                .onClose(node::close);
    }

    private static NodeClient chat(NodeProcess node, String script, String module) throws Exception {
        return NodeClient.of(node, "clients", script, Endpoint.CHAT_COMPLETIONS, module);
    }

    private static NodeClient responses(NodeProcess node, String script, String module) throws Exception {
        return NodeClient.of(node, "clients", script, Endpoint.RESPONSES, module);
    }

    @TestFactory
    Stream<DynamicNode> instructorWhichKnowsTheThirdZodOnly() throws Exception {
        NodeProcess node = NodeProcess.start("instructor");
        return ClientRun.of(NodeClient.of(
                        node, "instructor", "instructor", Endpoint.CHAT_COMPLETIONS, "@instructor-ai/instructor"))
                .onClose(node::close);
    }
}
