package dev.tenon.conformance.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionChoice;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.tenon.conformance.wire.RunningServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The endpoints of OpenAI's own client for Java that hold no conversation. */
final class OpenAiJavaEndpointsTest {
    private static final String TEXT = "hello world.";

    /** The client asks for base64 by itself, and reads numbers from it. */
    @Test
    void embeddingsAreVectorsOfLengthOne() {
        try (RunningServer server = RunningServer.scripted(TEXT)) {
            for (EmbeddingCreateParams.EncodingFormat format :
                    List.of(EmbeddingCreateParams.EncodingFormat.BASE64, EmbeddingCreateParams.EncodingFormat.FLOAT)) {
                List<List<Float>> vectors = vectors(server, inputs().encodingFormat(format));
                assertEquals(vectors(server, inputs()), vectors);
                assertEquals(List.of(64, 64), vectors.stream().map(List::size).toList());
                assertTrue(!vectors.get(0).equals(vectors.get(1)), vectors::toString);
            }
            assertEquals(
                    List.of(16, 16),
                    vectors(server, inputs().dimensions(16)).stream()
                            .map(List::size)
                            .toList());
        }
    }

    private static EmbeddingCreateParams.Builder inputs() {
        return EmbeddingCreateParams.builder()
                .model(RunningServer.MODEL)
                .inputOfArrayOfStrings(List.of("hello", "another text"));
    }

    private static List<List<Float>> vectors(RunningServer server, EmbeddingCreateParams.Builder request) {
        CreateEmbeddingResponse answer =
                server.client().embeddings().create(request.build()).validate();
        assertEquals(RunningServer.MODEL, answer.model());
        assertTrue(answer.usage().promptTokens() >= 2, answer::toString);
        assertEquals(answer.usage().promptTokens(), answer.usage().totalTokens());
        answer.data().forEach(it -> {
            double square = it.embedding().stream()
                    .mapToDouble(number -> number * number)
                    .sum();
            assertEquals(1, square, 1e-4);
        });
        return answer.data().stream().map(it -> it.embedding()).toList();
    }

    @Test
    void completionsAreTheSameWholeAndStreamed() {
        try (RunningServer server = RunningServer.scripted(TEXT)) {
            CompletionCreateParams.Builder request =
                    CompletionCreateParams.builder().model(RunningServer.MODEL).prompt("Once upon");
            Completion whole =
                    server.client().completions().create(request.build()).validate();
            assertEquals(TEXT, whole.choices().get(0).text());
            assertEquals(
                    CompletionChoice.FinishReason.STOP, whole.choices().get(0).finishReason());
            CompletionUsage usage = whole.usage().orElseThrow();
            assertTrue(usage.promptTokens() > 0 && usage.completionTokens() > 0, usage::toString);
            assertEquals(usage.promptTokens() + usage.completionTokens(), usage.totalTokens());

            StringBuilder text = new StringBuilder();
            List<CompletionUsage> told;
            try (StreamResponse<Completion> open = server.client()
                            .completions()
                            .createStreaming(request.streamOptions(ChatCompletionStreamOptions.builder()
                                            .includeUsage(true)
                                            .build())
                                    .build());
                    Stream<Completion> chunks = open.stream()) {
                told = chunks.peek(chunk -> chunk.choices().forEach(choice -> text.append(choice.text())))
                        .flatMap(chunk -> chunk.usage().stream())
                        .toList();
            }
            assertEquals(TEXT, text.toString());
            assertEquals(1, told.size(), told::toString);
            assertEquals(usage.totalTokens(), told.get(0).totalTokens());
        }
    }
}
