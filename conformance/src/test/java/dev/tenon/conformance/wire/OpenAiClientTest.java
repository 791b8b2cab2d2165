package dev.tenon.conformance.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionTool;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.StructuredChatCompletion;
import com.openai.models.chat.completions.StructuredChatCompletionCreateParams;
import dev.tenon.conformance.SchemaCase;
import dev.tenon.server.openai.ApiOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenAI's own Java client, which checks every object and every chunk against the published description. */
@SuppressWarnings("MustBeClosedChecker") // accumulate closes the streams that it is given
final class OpenAiClientTest {
    private static final String PERSON =
            "{\"age\": 31, \"email\": null, \"name\": \"Zoë 😀\", \"skills\": [{\"level\": \"EXPERT\", \"title\":"
                    + " \"carpentry\"}]}";
    private static final String CALL = """
        <tool_call>
        {"name": "Order", "arguments": {"quantity": 3, "sku": "ABC"}}
        </tool_call>\
        """;

    /** What a class-based format sends: alphabetical members, {@code $defs}, nullable members, enums. */
    @SuppressWarnings("unused") // read by the client, by reflection
    public static final class Person {
        @JsonPropertyDescription("full name")
        public String name = "";

        public int age;
        public Optional<String> email = Optional.empty();
        public List<Skill> skills = List.of();
    }

    /** Something that a person can do. */
    public static final class Skill {
        public String title = "";
        public Level level = Level.NOVICE;
    }

    /** How well. */
    public enum Level {
        NOVICE,
        EXPERT
    }

    /** A tool; its members are its arguments. */
    public static final class Order {
        public String sku = "";
        public long quantity;
    }

    private static ChatCompletionCreateParams.Builder ask() {
        return ChatCompletionCreateParams.builder()
                .model(RunningServer.MODEL)
                .addDeveloperMessage("Answer in JSON.")
                .addUserMessage("Invent one.")
                .putAdditionalBodyProperty("seed", JsonValue.from(1));
    }

    private static StructuredChatCompletionCreateParams<Person> askForPerson() {
        return ask().responseFormat(Person.class).maxCompletionTokens(300).build();
    }

    @Test
    void answersOfAClassAreInstancesOfIt() {
        try (RunningServer server = RunningServer.scripted(PERSON)) {
            StructuredChatCompletion<Person> completion =
                    server.client().chat().completions().create(askForPerson());
            completion.rawChatCompletion().validate();
            Person person = completion.choices().get(0).message().content().orElseThrow();
            assertEquals(
                    ChatCompletion.Choice.FinishReason.STOP,
                    completion.choices().get(0).finishReason());
            assertEquals("Zoë 😀", person.name);
            assertEquals(31, person.age);
            assertEquals(Optional.empty(), person.email);
            assertEquals(Level.EXPERT, person.skills.get(0).level);
        }
    }

    @Test
    void streamedAnswersOfAClassAreInstancesOfIt() {
        try (RunningServer server = RunningServer.scripted(PERSON)) {
            ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
            int chunks = accumulate(server.client().chat().completions().createStreaming(askForPerson()), whole);
            assertTrue(chunks > 5, () -> "not streamed: " + chunks + " chunks");
            Person person = whole.chatCompletion(Person.class)
                    .choices()
                    .get(0)
                    .message()
                    .content()
                    .orElseThrow();
            assertEquals("Zoë 😀", person.name);
            assertEquals("carpentry", person.skills.get(0).title);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersOfAClassAreInstancesOfItWhateverTheModel(AnyModel model) {
        try (RunningServer server = model.start()) {
            StructuredChatCompletionCreateParams<Person> hot = ask().temperature(2)
                    .responseFormat(Person.class)
                    .maxCompletionTokens(80)
                    .build();
            StructuredChatCompletion<Person> completion =
                    server.client().chat().completions().create(hot);
            completion.rawChatCompletion().validate();
            if (completion.choices().get(0).finishReason().equals(ChatCompletion.Choice.FinishReason.STOP)) {
                assertTrue(completion.choices().get(0).message().content().isPresent());
            }
            ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
            accumulate(server.client().chat().completions().createStreaming(hot), whole);
            whole.chatCompletion().validate();
        }
    }

    /** Models with no script. */
    enum AnyModel {
        NOISE,
        DEFAULT_MODEL;

        RunningServer start() {
            return switch (this) {
                case NOISE -> RunningServer.random(2);
                case DEFAULT_MODEL -> RunningServer.real();
            };
        }
    }

    @Test
    void aSchemaOfOnesOwnIsKept() throws Exception {
        SchemaCase schemaCase = SchemaCase.named("tree");
        String text = "{\"name\": \"root\", \"children\": [{\"name\": \"leaf\"}]}";
        try (RunningServer server = RunningServer.scripted(text)) {
            ChatCompletionCreateParams params =
                    ask().responseFormat(format(schemaCase)).build();
            ChatCompletion completion =
                    server.client().chat().completions().create(params).validate();
            assertEquals(text, completion.choices().get(0).message().content().orElseThrow());
            assertTrue(completion.choices().get(0).message().refusal().isEmpty());
            assertTrue(completion.usage().orElseThrow().completionTokens() > 0);
        }
    }

    @Test
    void aModelThatWantsSomethingElseIsHeldToTheSchema() {
        SchemaCase schemaCase = SchemaCase.named("integer-bounds");
        try (RunningServer server = RunningServer.scripted("Sure! Here is some Python:\n```python\nprint(1)\n```")) {
            ChatCompletionCreateParams params = ask().responseFormat(format(schemaCase))
                    .maxCompletionTokens(200)
                    .build();
            ChatCompletion completion =
                    server.client().chat().completions().create(params).validate();
            String content = completion.choices().get(0).message().content().orElseThrow();
            assertEquals(
                    ChatCompletion.Choice.FinishReason.STOP,
                    completion.choices().get(0).finishReason());
            assertEquals(Optional.empty(), schemaCase.judge().fault(content));
        }
    }

    @Test
    void usageComesLastWhenItIsAskedFor() {
        try (RunningServer server = RunningServer.scripted("Hello, you.")) {
            ChatCompletionCreateParams params = ask().streamOptions(ChatCompletionStreamOptions.builder()
                            .includeUsage(true)
                            .build())
                    .build();
            ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
            accumulate(server.client().chat().completions().createStreaming(params), whole);
            ChatCompletion completion = whole.chatCompletion().validate();
            assertEquals(
                    "Hello, you.",
                    completion.choices().get(0).message().content().orElseThrow());
            assertTrue(completion.usage().orElseThrow().totalTokens() > 0);
        }
    }

    /** How a tool comes to be called. */
    enum HowCalled {
        AUTO,
        REQUIRED,
        NAMED;

        ChatCompletionToolChoiceOption choice() {
            return switch (this) {
                case AUTO -> ChatCompletionToolChoiceOption.ofAuto(ChatCompletionToolChoiceOption.Auto.AUTO);
                case REQUIRED -> ChatCompletionToolChoiceOption.ofAuto(ChatCompletionToolChoiceOption.Auto.REQUIRED);
                case NAMED ->
                    ChatCompletionToolChoiceOption.ofNamedToolChoice(ChatCompletionNamedToolChoice.builder()
                            .function(ChatCompletionNamedToolChoice.Function.builder()
                                    .name("Order")
                                    .build())
                            .build());
            };
        }
    }

    private static ChatCompletionCreateParams askForCall(HowCalled how) {
        return ask().addTool(Order.class)
                .addTool(tool(SchemaCase.named("actions")))
                .toolChoice(how.choice())
                .maxCompletionTokens(200)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void toolsAreCalled(HowCalled how) {
        try (RunningServer server = RunningServer.scripted(CALL)) {
            ChatCompletion completion =
                    server.client().chat().completions().create(askForCall(how)).validate();
            checkCall(completion);
            assertTrue(completion.choices().get(0).message().content().isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void toolsAreCalledInAStream(HowCalled how) {
        try (RunningServer server = RunningServer.scripted(CALL)) {
            ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
            accumulate(server.client().chat().completions().createStreaming(askForCall(how)), whole);
            checkCall(whole.chatCompletion().validate());
        }
    }

    private static void checkCall(ChatCompletion completion) {
        ChatCompletion.Choice choice = completion.choices().get(0);
        assertEquals(ChatCompletion.Choice.FinishReason.TOOL_CALLS, choice.finishReason());
        ChatCompletionMessageFunctionToolCall call =
                choice.message().toolCalls().orElseThrow().get(0).asFunction();
        assertEquals("Order", call.function().name());
        assertTrue(call.id().startsWith("call_"), call::id);
        Order order = call.function().arguments(Order.class);
        assertEquals("ABC", order.sku);
        assertEquals(3, order.quantity);
    }

    @Test
    void aModelThatWouldRatherTalkCallsWhatItMust() {
        try (RunningServer server = RunningServer.scripted("I would rather not.")) {
            for (HowCalled how : List.of(HowCalled.REQUIRED, HowCalled.NAMED)) {
                ChatCompletion completion = server.client()
                        .chat()
                        .completions()
                        .create(askForCall(how))
                        .validate();
                ChatCompletion.Choice choice = completion.choices().get(0);
                boolean cutOff = choice.finishReason().equals(ChatCompletion.Choice.FinishReason.LENGTH);
                assertTrue(cutOff || !choice.message().toolCalls().orElseThrow().isEmpty());
                assertTrue(choice.message().content().isEmpty());
            }
            ChatCompletion talk = server.client()
                    .chat()
                    .completions()
                    .create(askForCall(HowCalled.AUTO))
                    .validate();
            assertEquals(
                    "I would rather not.",
                    talk.choices().get(0).message().content().orElseThrow());
            assertEquals(
                    ChatCompletion.Choice.FinishReason.STOP,
                    talk.choices().get(0).finishReason());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"object\",\"properties\":{\"x\":{\"$ref\":\"http://x.y/z\"}}} | $ref | /properties/x",
                "{\"type\":\"string\",\"pattern\":\"(a)\\\\1\"}                        | pattern | /pattern",
                "{\"type\":\"integer\",\"minimum\":3,\"maximum\":2}                     | maximum | /maximum",
                "{\"type\":\"strin\"}                                                | type | /type"
            })
    void schemasThatCannotBeKeptAreRefusedAndSayWhere(String schema, String said, String pointer) throws Exception {
        try (RunningServer server = RunningServer.scripted("{}")) {
            SchemaCase schemaCase = new SchemaCase(
                    "broken", dev.tenon.conformance.Judge.JSON.readTree(schema), List.of(), List.of(), List.of());
            ChatCompletionCreateParams params =
                    ask().responseFormat(format(schemaCase)).build();
            for (BadRequestException e : List.of(
                    assertThrows(
                            BadRequestException.class,
                            () -> server.client().chat().completions().create(params)),
                    assertThrows(
                            BadRequestException.class,
                            () -> server.client().chat().completions().createStreaming(params)))) {
                assertEquals("response_format", e.param().orElseThrow());
                assertEquals("invalid_request_error", e.type().orElseThrow());
                String body = e.body().toString();
                assertTrue(body.contains(said) && body.contains(pointer), body);
            }
        }
    }

    /** What the client makes of classes is within the subset; what people write may not be, and is told as OpenAI tells it. */
    @Test
    void theOpenAiProfileTakesClassesAndRefusesWhatOpenAiRefuses() throws Exception {
        ApiOptions profile = ApiOptions.defaults().withProfile(ApiOptions.Profile.OPENAI);
        try (RunningServer server = RunningServer.scripted(profile, PERSON, CALL)) {
            StructuredChatCompletion<Person> person =
                    server.client().chat().completions().create(askForPerson());
            assertEquals("Zoë 😀", person.choices().get(0).message().content().orElseThrow().name);
            ChatCompletionCreateParams order = ask().addTool(Order.class).build();
            checkCall(server.client().chat().completions().create(order).validate());

            JsonNode open = dev.tenon.conformance.Judge.JSON.readTree(
                    "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"additionalProperties\":true}},"
                            + "\"required\":[\"a\"],\"additionalProperties\":false}");
            BadRequestException refused = refusal(server, ask().responseFormat(strict("open", open)));
            assertEquals("response_format", refused.param().orElseThrow());
            String told = String.valueOf(refused.getMessage());
            assertTrue(
                    told.contains("Invalid schema for response_format 'open': In context=('properties', 'a'),"
                            + " 'additionalProperties' is required to be supplied and to be false."),
                    told);
            BadRequestException foreign =
                    refusal(server, ask().putAdditionalBodyProperty("guided_regex", JsonValue.from("a")));
            assertEquals("unknown_parameter", foreign.code().orElseThrow());
        }
    }

    private static BadRequestException refusal(RunningServer server, ChatCompletionCreateParams.Builder params) {
        return assertThrows(
                BadRequestException.class,
                () -> server.client().chat().completions().create(params.build()));
    }

    @Test
    void errorsNameTheFieldAndTheCode() {
        try (RunningServer server = RunningServer.scripted("hi")) {
            NotFoundException model = assertThrows(
                    NotFoundException.class,
                    () -> server.client()
                            .chat()
                            .completions()
                            .create(ask().model("gpt-none").build()));
            assertEquals("model_not_found", model.code().orElseThrow());
            assertEquals("model", model.param().orElseThrow());
            BadRequestException hot = assertThrows(
                    BadRequestException.class,
                    () -> server.client()
                            .chat()
                            .completions()
                            .create(ask().temperature(3).build()));
            assertEquals("temperature", hot.param().orElseThrow());
            assertEquals("decimal_above_max_value", hot.code().orElseThrow());
            ChatCompletionCreateParams unknownTool = ask().addTool(tool(SchemaCase.named("actions")))
                    .toolChoice(HowCalled.NAMED.choice())
                    .build();
            BadRequestException unknown = assertThrows(
                    BadRequestException.class,
                    () -> server.client().chat().completions().create(unknownTool));
            assertTrue(unknown.param().orElseThrow().startsWith("tool_choice"), unknown::toString);
            ChatCompletionCreateParams foreign = ask().putAdditionalBodyProperty("guided_regex", JsonValue.from("(a"))
                    .build();
            BadRequestException constraint = assertThrows(
                    BadRequestException.class,
                    () -> server.client().chat().completions().create(foreign));
            assertEquals("guided_regex", constraint.param().orElseThrow());
        }
    }

    @Test
    void modelsAreListed() {
        try (RunningServer server = RunningServer.scripted("hi")) {
            assertEquals(
                    List.of(RunningServer.MODEL),
                    server.client().models().list().data().stream()
                            .map(model -> model.validate().id())
                            .toList());
            assertEquals(
                    RunningServer.MODEL,
                    server.client()
                            .models()
                            .retrieve(RunningServer.MODEL)
                            .validate()
                            .id());
            assertThrows(NotFoundException.class, () -> server.client().models().retrieve("none"));
        }
    }

    private static int accumulate(StreamResponse<ChatCompletionChunk> response, ChatCompletionAccumulator whole) {
        try (StreamResponse<ChatCompletionChunk> open = response;
                Stream<ChatCompletionChunk> chunks = open.stream()) {
            return chunks.mapToInt(chunk -> {
                        whole.accumulate(chunk.validate());
                        return 1;
                    })
                    .sum();
        }
    }

    private static ResponseFormatJsonSchema format(SchemaCase schemaCase) {
        return strict("answer", schemaCase.schema());
    }

    private static ResponseFormatJsonSchema strict(String name, JsonNode definition) {
        ResponseFormatJsonSchema.JsonSchema.Schema.Builder schema =
                ResponseFormatJsonSchema.JsonSchema.Schema.builder();
        for (var member : definition.properties()) {
            schema.putAdditionalProperty(member.getKey(), JsonValue.fromJsonNode(member.getValue()));
        }
        return ResponseFormatJsonSchema.builder()
                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                        .name(name)
                        .strict(true)
                        .schema(schema.build())
                        .build())
                .build();
    }

    private static ChatCompletionTool tool(SchemaCase schemaCase) {
        FunctionParameters.Builder parameters = FunctionParameters.builder();
        for (var member : schemaCase.schema().properties()) {
            JsonNode value = member.getValue();
            parameters.putAdditionalProperty(member.getKey(), JsonValue.fromJsonNode(value));
        }
        return ChatCompletionTool.ofFunction(ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name(schemaCase.name())
                        .description("Does what " + schemaCase.name() + " says.")
                        .parameters(parameters.build())
                        .build())
                .build());
    }
}
