package dev.tenon.conformance.springai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import dev.tenon.conformance.client.Client;
import dev.tenon.conformance.client.Mode;
import dev.tenon.conformance.client.Values;
import dev.tenon.conformance.wire.RunningServer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.core.ParameterizedTypeReference;

/** Spring AI: {@code ChatClient}, as most programs use it, and {@code ChatModel}, where a call is to be seen and not made. */
final class SpringAiClient implements Client {
    private static final String QUESTION = "Invent a person, as JSON, or order something.";
    private static final int LIMIT = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String SHORT_ORDER =
            "{\"type\":\"object\",\"properties\":{\"quantity\":{\"type\":\"integer\",\"format\":\"int32\"},"
                + "\"sku\":{\"type\":\"string\",\"maxLength\":8}},\"required\":[\"quantity\",\"sku\"],\"additionalProperties\":false}";

    /** What an answer is read into. */
    record Person(int age, String email, String name, List<Skill> skills) {}

    /** Something that a person can do. */
    record Skill(Level level, String title) {}

    /** How well. */
    enum Level {
        NOVICE,
        EXPERT
    }

    /** The arguments of a tool. */
    record Order(int quantity, String sku) {}

    @Override
    public String name() {
        return "`spring-ai-openai` " + Client.versionOf(OpenAiChatModel.class);
    }

    @Override
    public Set<Mode> modes() {
        return EnumSet.of(
                Mode.ANSWER,
                Mode.ANSWER_STREAMED,
                Mode.ANY_OBJECT,
                Mode.AUTO,
                Mode.REQUIRED,
                Mode.NAMED,
                Mode.NONE,
                Mode.SEVERAL,
                Mode.CALL_STREAMED,
                Mode.LOOP,
                Mode.LOOP_STREAMED,
                Mode.REFUSED);
    }

    @Override
    public JsonNode ask(Mode mode, RunningServer server, int seed) {
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder()
                .baseUrl(server.url())
                .apiKey("none")
                .model(RunningServer.MODEL)
                .maxRetries(0)
                .seed(seed);
        return switch (mode) {
            case ANSWER -> answer(options);
            case ANSWER_STREAMED -> answerStreamed(options);
            case ANY_OBJECT -> anyObject(options);
            case AUTO -> turn(whole(tools(options, "auto").maxCompletionTokens(LIMIT)));
            case REQUIRED -> turn(whole(tools(options, "required").parallelToolCalls(false)));
            case NAMED -> turn(whole(tools(options, named())));
            case NONE -> turn(whole(tools(options, "none").maxCompletionTokens(LIMIT)));
            case SEVERAL -> turn(whole(tools(options, "required")));
            case CALL_STREAMED -> turn(streamed(tools(options, "required").parallelToolCalls(false)));
            case LOOP -> loop(options);
            case LOOP_STREAMED -> loopStreamed(options);
            case REFUSED -> refused(options.temperature(3.0));
            case ANSWER_BY_TOOL,
                    ANSWER_BY_TOOL_STREAMED,
                    FUNCTIONS,
                    FUNCTIONS_STREAMED,
                    ANSWER_BY_FUNCTION,
                    ANSWER_BY_FUNCTION_STREAMED,
                    CUSTOM,
                    CUSTOM_STREAMED -> throw new AssertionError(mode);
        };
    }

    private static FunctionToolCallback.Builder<Order, String> orderBuilder(ObjectNode turn) {
        return FunctionToolCallback.<Order, String>builder("order", order -> {
                    Values.addCall(turn, "order", Values.write(order));
                    return "It is on its way.";
                })
                .description("Orders something.")
                .inputType(Order.class);
    }

    private static ToolCallback order(ObjectNode turn) {
        return orderBuilder(turn).build();
    }

    private static ToolCallback now() {
        Supplier<String> clock = () -> "Noon.";
        return FunctionToolCallback.builder("now", clock).inputType(Void.class).build();
    }

    private static ChatCompletionToolChoiceOption named() {
        return ChatCompletionToolChoiceOption.ofNamedToolChoice(ChatCompletionNamedToolChoice.builder()
                .function(ChatCompletionNamedToolChoice.Function.builder()
                        .name("order")
                        .build())
                .build());
    }

    private static OpenAiChatOptions.Builder tools(OpenAiChatOptions.Builder options, Object choice) {
        return options.toolCallbacks(order(Values.turn("")), now()).toolChoice(choice);
    }

    private static OpenAiChatModel model(OpenAiChatOptions.Builder options) {
        return OpenAiChatModel.builder().options(options.build()).build();
    }

    private static ChatClient.ChatClientRequestSpec client(OpenAiChatOptions.Builder options) {
        return ChatClient.create(model(options)).prompt().user(QUESTION);
    }

    /** With the schema as the response's format; by default it would stand in the prompt and bind nobody. */
    private static JsonNode answer(OpenAiChatOptions.Builder options) {
        return Values.read(Values.write(Objects.requireNonNull(client(options)
                .advisors(AdvisorParams.ENABLE_NATIVE_STRUCTURED_OUTPUT)
                .call()
                .entity(Person.class))));
    }

    private static JsonNode answerStreamed(OpenAiChatOptions.Builder options) {
        BeanOutputConverter<Person> converter = new BeanOutputConverter<>(Person.class);
        String text = streamed(options.outputSchema(converter.getJsonSchema()))
                .getOutput()
                .getText();
        return Values.read(Values.write(Objects.requireNonNull(converter.convert(String.valueOf(text)))));
    }

    private static JsonNode anyObject(OpenAiChatOptions.Builder options) {
        Map<String, Object> any = client(options.responseFormat(OpenAiChatModel.ResponseFormat.builder()
                        .type(OpenAiChatModel.ResponseFormat.Type.JSON_OBJECT)
                        .build()))
                .call()
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {});
        return Values.read(Values.write(Objects.requireNonNull(any)));
    }

    private static Generation whole(OpenAiChatOptions.Builder options) {
        ChatResponse response = model(options).call(new Prompt(QUESTION));
        return Objects.requireNonNull(response.getResult());
    }

    private static Generation streamed(OpenAiChatOptions.Builder options) {
        ChatResponse[] whole = new ChatResponse[1];
        new MessageAggregator()
                .aggregate(model(options).stream(new Prompt(QUESTION)), response -> whole[0] = response)
                .blockLast(PATIENCE);
        return Objects.requireNonNull(whole[0].getResult());
    }

    private static ObjectNode turn(Generation generation) {
        AssistantMessage message = generation.getOutput();
        ObjectNode turn = Values.turn(message.getText() == null ? "" : message.getText());
        boolean cutOff = "length".equalsIgnoreCase(generation.getMetadata().getFinishReason());
        List<AssistantMessage.ToolCall> calls = message.getToolCalls();
        for (AssistantMessage.ToolCall call : cutOff ? Values.withoutLast(calls) : calls) {
            Values.addCall(turn, call.name(), call.arguments());
        }
        return turn;
    }

    /** It makes a call that a limit cut off all the same, with what there is of its arguments; so calls are to be short here. */
    private static OpenAiChatOptions.Builder shortCalls(OpenAiChatOptions.Builder options) {
        return options.maxCompletionTokens(LIMIT).parallelToolCalls(false);
    }

    private static ToolCallback shortOrder(ObjectNode turn) {
        return orderBuilder(turn).inputSchema(SHORT_ORDER).build();
    }

    private static JsonNode loop(OpenAiChatOptions.Builder options) {
        ObjectNode turn = Values.turn("");
        String text = client(shortCalls(options)).tools(shortOrder(turn)).call().content();
        return turn.put("text", text);
    }

    private static JsonNode loopStreamed(OpenAiChatOptions.Builder options) {
        ObjectNode turn = Values.turn("");
        List<String> pieces = client(shortCalls(options)).tools(shortOrder(turn)).stream()
                .content()
                .collectList()
                .block(PATIENCE);
        return turn.put("text", String.join("", Objects.requireNonNull(pieces)));
    }

    private static JsonNode refused(OpenAiChatOptions.Builder options) {
        try {
            throw new AssertionError(client(options).call().content());
        } catch (BadRequestException e) {
            return Values.refusal(
                    e.statusCode(), e.code().orElseThrow(), e.param().orElseThrow());
        }
    }
}
