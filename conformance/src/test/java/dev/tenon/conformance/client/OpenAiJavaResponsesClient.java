package dev.tenon.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.CustomToolInputFormat;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.responses.CustomTool;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseTextConfig;
import com.openai.models.responses.StructuredResponseCreateParams;
import com.openai.models.responses.ToolChoiceCustom;
import com.openai.models.responses.ToolChoiceFunction;
import com.openai.models.responses.ToolChoiceOptions;
import dev.tenon.conformance.client.OpenAiJavaClient.Order;
import dev.tenon.conformance.client.OpenAiJavaClient.Person;
import dev.tenon.conformance.wire.RunningServer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** OpenAI's own client for Java over responses: each object and each event is checked against the published description. */
@SuppressWarnings("MustBeClosedChecker") // gathered closes the streams that it is given
final class OpenAiJavaResponsesClient implements Client {
    private static final long LIMIT = 200;
    private static final String QUESTION = "Invent a person, as JSON, or order something.";

    @Override
    public String name() {
        return "`openai-java` " + Client.versionOf(OpenAIClient.class);
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.RESPONSES;
    }

    @Override
    public Set<Mode> modes() {
        return EnumSet.complementOf(EnumSet.of(
                Mode.ANSWER_BY_TOOL,
                Mode.ANSWER_BY_TOOL_STREAMED,
                Mode.FUNCTIONS,
                Mode.FUNCTIONS_STREAMED,
                Mode.ANSWER_BY_FUNCTION,
                Mode.ANSWER_BY_FUNCTION_STREAMED));
    }

    @Override
    public JsonNode ask(Mode mode, RunningServer server, int seed) {
        ResponseCreateParams.Builder request = ResponseCreateParams.builder()
                .model(RunningServer.MODEL)
                .putAdditionalBodyProperty("seed", JsonValue.from(seed))
                .instructions("Be brief.")
                .input(QUESTION);
        return switch (mode) {
            case ANSWER -> person(server, request.text(Person.class).build());
            case ANSWER_STREAMED ->
                personStreamed(server, request.text(Person.class).build());
            case ANY_OBJECT ->
                Values.read(text(whole(
                        server,
                        request.text(ResponseTextConfig.builder()
                                .format(ResponseFormatJsonObject.builder().build())
                                .build()))));
            case AUTO -> turn(whole(server, tools(request).maxOutputTokens(LIMIT)));
            case REQUIRED -> turn(whole(server, required(request).parallelToolCalls(false)));
            case NAMED ->
                turn(whole(
                        server,
                        tools(request)
                                .toolChoice(ToolChoiceFunction.builder()
                                        .name("order")
                                        .build())));
            case NONE ->
                turn(whole(
                        server,
                        tools(request).toolChoice(ToolChoiceOptions.NONE).maxOutputTokens(LIMIT)));
            case SEVERAL -> turn(whole(server, required(request)));
            case CALL_STREAMED -> turn(streamed(server, required(request).parallelToolCalls(false)));
            case LOOP -> loop(request, it -> whole(server, it));
            case LOOP_STREAMED -> loop(request, it -> streamed(server, it));
            case CUSTOM -> turn(whole(server, code(request).toolChoice(ToolChoiceOptions.REQUIRED)));
            case CUSTOM_STREAMED ->
                turn(streamed(
                        server,
                        code(request)
                                .toolChoice(
                                        ToolChoiceCustom.builder().name("code").build())));
            case REFUSED -> refused(server, request.temperature(3.0));
            case ANSWER_BY_TOOL,
                    ANSWER_BY_TOOL_STREAMED,
                    FUNCTIONS,
                    FUNCTIONS_STREAMED,
                    ANSWER_BY_FUNCTION,
                    ANSWER_BY_FUNCTION_STREAMED -> throw new AssertionError(mode);
        };
    }

    private static ResponseCreateParams.Builder tools(ResponseCreateParams.Builder request) {
        return request.addTool(Order.class)
                .addTool(FunctionTool.builder()
                        .name("now")
                        .parameters(Optional.empty())
                        .strict(true)
                        .build());
    }

    private static ResponseCreateParams.Builder required(ResponseCreateParams.Builder request) {
        return tools(request).toolChoice(ToolChoiceOptions.REQUIRED);
    }

    private static ResponseCreateParams.Builder code(ResponseCreateParams.Builder request) {
        return request.addTool(CustomTool.builder()
                .name("code")
                .format(CustomToolInputFormat.Grammar.builder()
                        .syntax(CustomToolInputFormat.Grammar.Syntax.REGEX)
                        .definition(Mode.CODE_PATTERN)
                        .build())
                .build());
    }

    private static JsonNode person(RunningServer server, StructuredResponseCreateParams<Person> request) {
        var response = server.client().responses().create(request);
        response.rawResponse().validate();
        return OpenAiJavaClient.json(response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .findFirst()
                .orElseThrow());
    }

    private static JsonNode personStreamed(RunningServer server, StructuredResponseCreateParams<Person> request) {
        ResponseAccumulator whole = gathered(server.client().responses().createStreaming(request));
        return OpenAiJavaClient.json(whole.response(Person.class).output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .findFirst()
                .orElseThrow());
    }

    /** By way of the raw answer, whose headers have the request's id. */
    private static Response whole(RunningServer server, ResponseCreateParams.Builder request) {
        HttpResponseFor<Response> raw =
                server.client().responses().withRawResponse().create(request.build());
        if (raw.statusCode() != 200 || raw.requestId().isEmpty()) {
            throw new AssertionError(raw.headers());
        }
        return raw.parse().validate();
    }

    /** What the pieces come to is what the last event has. */
    private static Response streamed(RunningServer server, ResponseCreateParams.Builder request) {
        ResponseAccumulator whole = gathered(server.client().responses().createStreaming(request.build()));
        Response response = whole.response().validate();
        if (response.usage().orElseThrow().totalTokens() == 0
                || !whole.reconstructedResponse().output().equals(response.output())) {
            throw new AssertionError(whole.reconstructedResponse() + " / " + response);
        }
        return response;
    }

    private static ResponseAccumulator gathered(StreamResponse<ResponseStreamEvent> stream) {
        ResponseAccumulator whole = ResponseAccumulator.createWithSnapshots();
        try (StreamResponse<ResponseStreamEvent> open = stream;
                Stream<ResponseStreamEvent> events = open.stream()) {
            events.forEach(event -> whole.accumulate(event.validate()));
        }
        return whole;
    }

    private static String text(Response response) {
        StringBuilder text = new StringBuilder();
        response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .forEach(part -> text.append(part.text()));
        return text.toString();
    }

    private static ObjectNode turn(Response response) {
        ObjectNode turn = Values.turn(text(response));
        for (ResponseOutputItem item : response.output()) {
            item.functionCall()
                    .filter(OpenAiJavaResponsesClient::isWhole)
                    .ifPresent(call -> Values.addCall(turn, call.name(), call.arguments()));
            item.customToolCall()
                    .ifPresent(call -> Values.addCall(
                            turn,
                            call.name(),
                            Values.turn("")
                                    .removeAll()
                                    .put("input", call.input())
                                    .toString()));
        }
        return turn;
    }

    private static boolean isWhole(ResponseFunctionToolCall call) {
        return call.status().orElseThrow().equals(ResponseFunctionToolCall.Status.COMPLETED);
    }

    /** Asks, answers calls, and asks on. */
    private static JsonNode loop(
            ResponseCreateParams.Builder request, Function<ResponseCreateParams.Builder, Response> ask) {
        tools(request).maxOutputTokens(LIMIT);
        List<ResponseInputItem> input = new ArrayList<>();
        input.add(ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .content(QUESTION)
                .build()));
        ObjectNode all = Values.turn("");
        for (int step = 0; step < 3; step++) {
            Response response = ask.apply(request.inputOfResponse(input));
            ObjectNode turn = turn(response);
            all.withArrayProperty("calls").addAll(turn.withArrayProperty("calls"));
            all.set("text", turn.get("text"));
            if (turn.withArrayProperty("calls").isEmpty()
                    || !response.status().orElseThrow().equals(ResponseStatus.COMPLETED)) {
                return all;
            }
            for (ResponseOutputItem item : response.output()) {
                item.message().map(ResponseInputItem::ofResponseOutputMessage).ifPresent(input::add);
                item.functionCall().map(ResponseInputItem::ofFunctionCall).ifPresent(input::add);
            }
            response.output().stream()
                    .flatMap(item -> item.functionCall().stream())
                    .forEach(call -> input.add(
                            ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                                    .callId(call.callId())
                                    .output("It is on its way.")
                                    .build())));
        }
        return all;
    }

    private static JsonNode refused(RunningServer server, ResponseCreateParams.Builder request) {
        try {
            throw new AssertionError(server.client().responses().create(request.build()));
        } catch (BadRequestException e) {
            return Values.refusal(
                    e.statusCode(), e.code().orElseThrow(), e.param().orElseThrow());
        }
    }
}
