package dev.tenon.server.openai;

import dev.tenon.schema.SchemaException;
import dev.tenon.server.generation.Refusal;
import dev.tenon.toolcalls.ConstraintException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Refusals of the engine's side in the words of the API. */
final class Refusals {
    private Refusals() {}

    /** A refusal that has nothing to do with what was in the request. */
    static ApiError error(Refusal refusal) {
        return error(refusal, RequestStyle.CHAT);
    }

    /** A refusal, told to a request of this style. */
    static ApiError error(Refusal refusal, RequestStyle style) {
        return switch (refusal) {
            case Refusal.PromptTooLong it ->
                ApiError.invalid(
                        "context_length_exceeded",
                        style.conversation(),
                        "This model's maximum context length is " + it.contextLength()
                                + " tokens. However, your " + style.conversation() + " resulted in " + it.promptTokens()
                                + " tokens, which leaves no room for an answer. Please reduce the length of the "
                                + style.conversation() + ".");
            case Refusal.BadConstraint it -> badSchema(it.cause(), style);
            case Refusal.BadGrammar it ->
                ApiError.invalid(null, null, "The answer cannot be constrained as asked: " + it.reason() + ".");
            case Refusal.BadConversation it ->
                ApiError.invalid(
                        null,
                        style.conversation(),
                        "The model's chat template does not take these messages: " + Text.shorten(it.reason()));
            case Refusal.UnknownToken it ->
                ApiError.invalid(
                        "invalid_value",
                        "logit_bias",
                        "Invalid key in 'logit_bias': '" + it.tokenId() + "'. The ids of this model's tokens are 0 to "
                                + (it.vocabularySize() - 1) + ".");
            case Refusal.UnknownModel it ->
                new ApiError(
                        404,
                        ApiError.INVALID_REQUEST,
                        "model_not_found",
                        "model",
                        "The model `" + Text.shorten(it.name()) + "` does not exist or you do not have access to it.",
                        Map.of());
            case Refusal.BrokenModel it ->
                new ApiError(
                        500,
                        ApiError.SERVER_ERROR,
                        "model_not_loadable",
                        "model",
                        "The model `" + Text.shorten(it.id()) + "` cannot be loaded: " + it.reason()
                                + ". It is tried again when its file has changed.",
                        Map.of());
            case Refusal.NotCapable it ->
                ApiError.invalid(
                        "unsupported_value",
                        "model",
                        "The model `" + Text.shorten(it.id()) + "` is not made for "
                                + it.lacking().word() + "; GET /v1/models tells what each model is made for.");
            case Refusal.EmptyPrompt it ->
                ApiError.invalid(
                        "empty_string",
                        "prompt",
                        "Invalid 'prompt': it is empty, and this model has no token that begins a text.");
            case Refusal.NoInfill it ->
                ApiError.invalid(
                        "unsupported_value",
                        "suffix",
                        "Unsupported parameter: 'suffix' is not supported with this model, whose vocabulary has no"
                                + " tokens for filling gaps.");
            case Refusal.BadPrompt it ->
                ApiError.invalid("invalid_value", "prompt", "Invalid 'prompt': " + Text.shorten(it.reason()) + ".");
            case Refusal.QueueFull it ->
                new ApiError(
                        429,
                        "rate_limit_error",
                        "queue_full",
                        null,
                        "The server is busy: as many requests wait as may. Please try again in "
                                + it.retryAfter().toSeconds() + "s.",
                        Map.of());
            case Refusal.TimedOut it ->
                new ApiError(
                        504,
                        ApiError.SERVER_ERROR,
                        "timeout",
                        null,
                        "The answer was not finished within " + it.time().toSeconds()
                                + " s, which is as long as this server takes for one.",
                        Map.of());
            case Refusal.Stopping it ->
                new ApiError(
                        503, ApiError.SERVER_ERROR, "server_stopping", null, "The server is shutting down.", Map.of());
        };
    }

    private static ApiError badSchema(ConstraintException cause, RequestStyle style) {
        String where;
        String param;
        @Nullable String code;
        switch (cause.place()) {
            case ConstraintException.Place.Tool tool -> {
                where = "function '" + tool.name() + "'";
                param = style.parameters(tool.index());
                code = style.badParameters();
            }
            case ConstraintException.Place.Field field -> {
                return badGrammar(field.path(), cause.cause());
            }
            case ConstraintException.Place.ResponseFormat format -> {
                where = "response_format '" + format.name() + "'";
                param = style.format();
                code = style.badFormat();
            }
        }
        SchemaException schema = cause.cause();
        return badSchema(
                where,
                param,
                code,
                new SchemaFault(schema.pointer(), schema.keyword(), schema.reason(), limit(schema)));
    }

    /**
     * The refusal of a schema.
     *
     * @param where what the schema is of, e.g. {@code function 'f'}
     * @param param the field to blame
     * @param code a word for programs, where the endpoint has one
     */
    static ApiError badSchema(String where, String param, @Nullable String code, SchemaFault fault) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("pointer", fault.pointer());
        details.put("keyword", fault.keyword());
        String limit = fault.limit();
        if (limit != null) {
            details.put("limit", limit);
        }
        return new ApiError(
                400,
                ApiError.INVALID_REQUEST,
                code,
                param,
                "Invalid schema for " + where + ": In context=" + context(fault.pointer()) + ", " + fault.reason()
                        + (fault.reason().endsWith(".") ? "" : "."),
                details);
    }

    private static ApiError badGrammar(String path, SchemaException cause) {
        @Nullable String limit = limit(cause);
        return new ApiError(
                400,
                ApiError.INVALID_REQUEST,
                "invalid_value",
                path,
                "Invalid '" + path + "': " + cause.reason() + (cause.reason().endsWith(".") ? "" : "."),
                limit == null ? Map.of() : Map.of("limit", limit));
    }

    private static @Nullable String limit(SchemaException schema) {
        return switch (schema) {
            case SchemaException.TooComplex complex -> complex.limitName();
            case SchemaException.Invalid invalid -> null;
            case SchemaException.Unsupported unsupported -> null;
            case SchemaException.Unsatisfiable unsatisfiable -> null;
        };
    }

    /** A JSON Pointer as OpenAI writes a place in a schema: a tuple of Python. */
    static String context(String pointer) {
        if (pointer.isEmpty()) {
            return "()";
        }
        String[] steps = pointer.substring(1).split("/", -1);
        String tuple = Stream.of(steps)
                .map(step -> "'" + step.replace("~1", "/").replace("~0", "~") + "'")
                .collect(Collectors.joining(", "));
        return "(" + tuple + (steps.length == 1 ? ",)" : ")");
    }
}
