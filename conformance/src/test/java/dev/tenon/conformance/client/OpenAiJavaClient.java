package dev.tenon.conformance.client;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionCallOption;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.chat.completions.StructuredChatCompletionCreateParams;
import dev.tenon.conformance.wire.RunningServer;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** OpenAI's own client for Java, which checks each object and each chunk that it is given against the published description. */
@SuppressWarnings("MustBeClosedChecker") // gathered closes the streams that it is given
final class OpenAiJavaClient implements Client {
    private static final long LIMIT = 200;

    /**
     * What a class-based format is made of; members come in alphabetical order. The schema says {@code integer} of an {@code int} too,
     * and a model that knows nothing would leave its range.
     */
    static final class Person {
        public long age;
        public Optional<String> email = Optional.empty();
        public String name = "";
        public List<Skill> skills = List.of();
    }

    /** Something that a person can do. */
    static final class Skill {
        public Level level = Level.NOVICE;
        public String title = "";
    }

    /** How well. */
    enum Level {
        NOVICE,
        EXPERT
    }

    /** A tool; its members are its arguments. */
    @JsonTypeName("order")
    static final class Order {
        public long quantity;
        public String sku = "";
    }

    @Override
    public String name() {
        return "`openai-java` " + Client.versionOf(OpenAIClient.class);
    }

    @Override
    public Set<Mode> modes() {
        return EnumSet.complementOf(EnumSet.of(
                Mode.ANSWER_BY_TOOL,
                Mode.ANSWER_BY_TOOL_STREAMED,
                Mode.ANSWER_BY_FUNCTION,
                Mode.ANSWER_BY_FUNCTION_STREAMED,
                Mode.CUSTOM,
                Mode.CUSTOM_STREAMED));
    }

    @Override
    public JsonNode ask(Mode mode, RunningServer server, int seed) {
        ChatCompletionCreateParams.Builder request = ChatCompletionCreateParams.builder()
                .model(RunningServer.MODEL)
                .putAdditionalBodyProperty("seed", JsonValue.from(seed))
                .addDeveloperMessage("Be brief.")
                .addUserMessage("Invent a person, as JSON, or order something.");
        return switch (mode) {
            case ANSWER -> person(server, request.responseFormat(Person.class).build());
            case ANSWER_STREAMED ->
                personStreamed(server, request.responseFormat(Person.class).build());
            case ANY_OBJECT ->
                Values.read(whole(
                                server,
                                request.responseFormat(
                                        ResponseFormatJsonObject.builder().build()))
                        .message()
                        .content()
                        .orElseThrow());
            case AUTO -> turn(whole(server, tools(request).maxCompletionTokens(LIMIT)));
            case REQUIRED -> turn(whole(server, required(request).parallelToolCalls(false)));
            case NAMED -> turn(whole(server, tools(request).toolChoice(named())));
            case NONE ->
                turn(whole(
                        server,
                        tools(request)
                                .toolChoice(ChatCompletionToolChoiceOption.Auto.NONE)
                                .maxCompletionTokens(LIMIT)));
            case SEVERAL -> turn(whole(server, required(request)));
            case CALL_STREAMED -> turn(streamed(server, required(request).parallelToolCalls(false)));
            case LOOP -> loop(request, it -> whole(server, it));
            case LOOP_STREAMED -> loop(request, it -> streamed(server, it));
            case FUNCTIONS -> function(whole(server, functions(request)));
            case FUNCTIONS_STREAMED -> functionStreamed(server, functions(request));
            case REFUSED -> refused(server, request.temperature(3));
            case ANSWER_BY_TOOL,
                    ANSWER_BY_TOOL_STREAMED,
                    ANSWER_BY_FUNCTION,
                    ANSWER_BY_FUNCTION_STREAMED,
                    CUSTOM,
                    CUSTOM_STREAMED -> throw new AssertionError(mode);
        };
    }

    private static ChatCompletionCreateParams.Builder tools(ChatCompletionCreateParams.Builder request) {
        return request.addTool(Order.class)
                .addTool(ChatCompletionFunctionTool.builder()
                        .function(FunctionDefinition.builder().name("now").build())
                        .build());
    }

    private static ChatCompletionCreateParams.Builder required(ChatCompletionCreateParams.Builder request) {
        return tools(request).toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED);
    }

    private static ChatCompletionNamedToolChoice named() {
        return ChatCompletionNamedToolChoice.builder()
                .function(ChatCompletionNamedToolChoice.Function.builder()
                        .name("order")
                        .build())
                .build();
    }

    @SuppressWarnings("deprecation") // the deprecated form is what is asked about
    private static ChatCompletionCreateParams.Builder functions(ChatCompletionCreateParams.Builder request) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("quantity", Map.of("type", "integer"));
        properties.put("sku", Map.of("type", "string", "maxLength", 9));
        return request.addFunction(ChatCompletionCreateParams.Function.builder()
                        .name("order")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty("properties", JsonValue.from(properties))
                                .putAdditionalProperty("required", JsonValue.from(List.of("quantity", "sku")))
                                .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                                .build())
                        .build())
                .functionCall(
                        ChatCompletionFunctionCallOption.builder().name("order").build());
    }

    private static JsonNode person(RunningServer server, StructuredChatCompletionCreateParams<Person> request) {
        var completion = server.client().chat().completions().create(request);
        completion.rawChatCompletion().validate();
        return json(completion.choices().get(0).message().content().orElseThrow());
    }

    private static JsonNode personStreamed(RunningServer server, StructuredChatCompletionCreateParams<Person> request) {
        ChatCompletionAccumulator whole =
                gathered(server.client().chat().completions().createStreaming(request));
        return json(whole.chatCompletion(Person.class)
                .choices()
                .get(0)
                .message()
                .content()
                .orElseThrow());
    }

    /** A person as all clients give one. */
    static JsonNode json(Person person) {
        ObjectNode json = Values.turn("").removeAll();
        json.put("age", person.age).put("email", person.email.orElse(null)).put("name", person.name);
        var skills = json.putArray("skills");
        person.skills.forEach(
                skill -> skills.addObject().put("level", skill.level.name()).put("title", skill.title));
        return json;
    }

    /** By way of the raw answer, whose headers have the request's id. */
    private static ChatCompletion.Choice whole(RunningServer server, ChatCompletionCreateParams.Builder request) {
        HttpResponseFor<ChatCompletion> raw =
                server.client().chat().completions().withRawResponse().create(request.build());
        if (raw.statusCode() != 200 || raw.requestId().isEmpty()) {
            throw new AssertionError(raw.headers());
        }
        return raw.parse().validate().choices().get(0);
    }

    private static ChatCompletion.Choice streamed(RunningServer server, ChatCompletionCreateParams.Builder request) {
        ChatCompletionAccumulator whole = gathered(server.client()
                .chat()
                .completions()
                .createStreaming(request.streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build())
                        .build()));
        ChatCompletion completion = whole.chatCompletion().validate();
        if (completion.usage().orElseThrow().totalTokens() == 0) {
            throw new AssertionError(completion);
        }
        return completion.choices().get(0);
    }

    private static ChatCompletionAccumulator gathered(StreamResponse<ChatCompletionChunk> response) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> open = response;
                Stream<ChatCompletionChunk> chunks = open.stream()) {
            chunks.forEach(chunk -> whole.accumulate(chunk.validate()));
        }
        return whole;
    }

    private static ObjectNode turn(ChatCompletion.Choice choice) {
        ObjectNode turn = Values.turn(choice.message().content().orElse(""));
        List<ChatCompletionMessageToolCall> calls = choice.message().toolCalls().orElse(List.of());
        for (ChatCompletionMessageToolCall call : isCutOff(choice) ? Values.withoutLast(calls) : calls) {
            ChatCompletionMessageFunctionToolCall.Function function =
                    call.asFunction().function();
            Values.addCall(turn, function.name(), function.arguments());
        }
        return turn;
    }

    private static boolean isCutOff(ChatCompletion.Choice choice) {
        return choice.finishReason().equals(ChatCompletion.Choice.FinishReason.LENGTH);
    }

    /** Asks, answers calls, and asks on. */
    private static JsonNode loop(
            ChatCompletionCreateParams.Builder request,
            Function<ChatCompletionCreateParams.Builder, ChatCompletion.Choice> ask) {
        tools(request).maxCompletionTokens(LIMIT);
        ObjectNode all = Values.turn("");
        for (int step = 0; step < 3; step++) {
            ChatCompletion.Choice choice = ask.apply(request);
            ObjectNode turn = turn(choice);
            all.withArrayProperty("calls").addAll(turn.withArrayProperty("calls"));
            all.set("text", turn.get("text"));
            if (turn.withArrayProperty("calls").isEmpty() || isCutOff(choice)) {
                return all;
            }
            request.addMessage(choice.message());
            for (ChatCompletionMessageToolCall call :
                    choice.message().toolCalls().orElseThrow()) {
                request.addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.asFunction().id())
                        .content("It is on its way.")
                        .build());
            }
        }
        return all;
    }

    @SuppressWarnings("deprecation") // the deprecated form is what is asked about
    private static JsonNode function(ChatCompletion.Choice choice) {
        ChatCompletionMessage message = choice.message();
        ObjectNode turn = Values.turn(message.content().orElse(""));
        var call = message.functionCall().orElseThrow();
        Values.addCall(turn, call.name(), call.arguments());
        return turn;
    }

    /** Its accumulator passes over the deprecated form, so the chunks are put together here. */
    @SuppressWarnings("deprecation") // the deprecated form is what is asked about
    private static JsonNode functionStreamed(RunningServer server, ChatCompletionCreateParams.Builder request) {
        StringBuilder name = new StringBuilder();
        StringBuilder arguments = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> open =
                        server.client().chat().completions().createStreaming(request.build());
                Stream<ChatCompletionChunk> chunks = open.stream()) {
            chunks.map(chunk -> chunk.validate().choices().get(0).delta())
                    .flatMap(delta -> delta.functionCall().stream())
                    .forEach(call -> {
                        call.name().ifPresent(name::append);
                        call.arguments().ifPresent(arguments::append);
                    });
        }
        ObjectNode turn = Values.turn("");
        Values.addCall(turn, name.toString(), arguments.toString());
        return turn;
    }

    private static JsonNode refused(RunningServer server, ChatCompletionCreateParams.Builder request) {
        try {
            throw new AssertionError(server.client().chat().completions().create(request.build()));
        } catch (BadRequestException e) {
            return Values.refusal(
                    e.statusCode(), e.code().orElseThrow(), e.param().orElseThrow());
        }
    }
}
