package dev.tenon.server.openai;

import org.jspecify.annotations.Nullable;

/** By which names a request says what a refusal may be about, so that errors speak of fields that it has. */
enum RequestStyle {
    /** {@code POST /v1/chat/completions}. */
    CHAT("messages", "tools[%d].function.parameters", null, "response_format", null),
    /** The same with the deprecated {@code functions}. */
    FUNCTIONS("messages", "functions[%d].parameters", null, "response_format", null),
    /** {@code POST /v1/responses}, whose errors have codes of their own. */
    RESPONSES(
            "input",
            "tools[%d].parameters",
            "invalid_function_parameters",
            "text.format.schema",
            "invalid_json_schema");

    private final String conversation;
    private final String parameters;
    private final @Nullable String badParameters;
    private final String format;
    private final @Nullable String badFormat;

    RequestStyle(
            String conversation,
            String parameters,
            @Nullable String badParameters,
            String format,
            @Nullable String badFormat) {
        this.conversation = conversation;
        this.parameters = parameters;
        this.badParameters = badParameters;
        this.format = format;
        this.badFormat = badFormat;
    }

    /** The style of a chat completion. */
    static RequestStyle of(CallStyle calls) {
        return switch (calls) {
            case TOOLS -> CHAT;
            case FUNCTIONS -> FUNCTIONS;
        };
    }

    /** Where the conversation is. */
    String conversation() {
        return conversation;
    }

    /** Where the schema of a tool's arguments is. */
    String parameters(int tool) {
        return parameters.replace("%d", String.valueOf(tool));
    }

    /** The code of a schema there that is refused. */
    @Nullable
    String badParameters() {
        return badParameters;
    }

    /** Where the schema of the answer is. */
    String format() {
        return format;
    }

    /** The code of a schema there that is refused. */
    @Nullable
    String badFormat() {
        return badFormat;
    }
}
