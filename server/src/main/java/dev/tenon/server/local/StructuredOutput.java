package dev.tenon.server.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.schema.SchemaCompiler;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.OutputRequest;
import dev.tenon.toolcalls.ReplyFormat;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a reply is to be: a value of a Java type. Immutable and thread-safe; make one for each type and keep it.
 *
 * <pre>{@code
 * record Person(String name, int age, Optional<LocalDate> born) {}
 *
 * StructuredOutput<Person> people = StructuredOutput.of(Person.class);
 * Person person = people.generate(model, "Invent a person.").orElseThrow();
 * }</pre>
 *
 * <p>The type's schema is what the model is held to while it writes, so that a complete reply always is a value of the type.
 * Objects have the members of the type and no others, in the order of its declaration; all are required but those of a type
 * {@code Optional}, those annotated {@code @Nullable} and those whose {@code @JsonProperty} says {@code isRequired =
 * FALSE}. Jackson's annotations count. A type that has no exact schema is refused here, before anything is generated.
 *
 * @param <T> the type
 */
public final class StructuredOutput<T> {
    private final JsonNode schema;
    private final ReplyFormat format;
    private final Reader<T> reader;

    /** From a complete text to its value. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(String text) throws JsonProcessingException;
    }

    private StructuredOutput(String name, JsonNode schema, Reader<T> reader) {
        this.schema = schema;
        this.format = new ReplyFormat.JsonSchema(name, schema);
        this.reader = reader;
        // What cannot be enforced is to be known here and not at the first reply; the result is the model's to make.
        SchemaCompiler.compile(schema, SchemaOptions.defaults(), CompileLimits.defaults());
    }

    /**
     * A class or record.
     *
     * @throws UnsupportedTypeException when it has no exact schema
     * @throws dev.tenon.schema.SchemaException when its schema cannot be enforced, or has no value
     */
    public static <T> StructuredOutput<T> of(Class<T> type) {
        return of(type, Mappers.DEFAULT);
    }

    /** A class or record that is read by this mapper; otherwise as {@link #of(Class)}. */
    public static <T> StructuredOutput<T> of(Class<T> type, ObjectMapper mapper) {
        return ofType(type, mapper);
    }

    /**
     * A type with parameters: {@code new TypeReference<List<Person>>() {}}.
     *
     * @throws UnsupportedTypeException when it has no exact schema
     * @throws dev.tenon.schema.SchemaException when its schema cannot be enforced, or has no value
     */
    public static <T> StructuredOutput<T> of(TypeReference<T> type) {
        return of(type, Mappers.DEFAULT);
    }

    /** A type with parameters that is read by this mapper; otherwise as {@link #of(TypeReference)}. */
    public static <T> StructuredOutput<T> of(TypeReference<T> type, ObjectMapper mapper) {
        return ofType(type.getType(), mapper);
    }

    private static <T> StructuredOutput<T> ofType(Type type, ObjectMapper mapper) {
        // A mapper of its own: whoever changes theirs later does not change what was promised here.
        ObjectMapper reading = mapper.copy();
        JavaType javaType = reading.constructType(type);
        JsonNode schema = TypeSchema.of(type, reading);
        return new StructuredOutput<>(
                javaType.getRawClass().getSimpleName(), schema, text -> reading.readValue(text, javaType));
    }

    /**
     * Any JSON Schema; the value is a tree.
     *
     * @throws dev.tenon.schema.SchemaException when it cannot be enforced, or has no value
     */
    public static StructuredOutput<JsonNode> ofSchema(JsonNode schema) {
        return new StructuredOutput<>("schema", schema.deepCopy(), Mappers.DEFAULT::readTree);
    }

    /**
     * A class or record whose values are narrowed by a schema of one's own, which has to allow nothing that the class is not
     * read from.
     *
     * @throws dev.tenon.schema.SchemaException when it cannot be enforced, or has no value
     */
    public static <T> StructuredOutput<T> ofSchema(JsonNode schema, Class<T> type) {
        return new StructuredOutput<>(
                type.getSimpleName(), schema.deepCopy(), text -> Mappers.DEFAULT.readValue(text, type));
    }

    /** The JSON Schema that replies satisfy. */
    public JsonNode schema() {
        return schema.deepCopy();
    }

    /** Asks one question. */
    public StructuredReply<T> generate(LocalModel model, String prompt) {
        return generate(model, List.of(new ChatMessage.User(prompt)), ReplyOptions.defaults());
    }

    /**
     * Lets the model answer a conversation.
     *
     * @throws dev.tenon.server.generation.RefusedException when the request cannot be served, with the reason
     * @throws ValueRejectedException when the type's own constructor does not take a valid value
     */
    public StructuredReply<T> generate(LocalModel model, List<ChatMessage> messages, ReplyOptions options) {
        return generate(model, messages, options, text -> {});
    }

    /**
     * Lets the model answer a conversation, and shows the text as it comes.
     *
     * @param partial takes each new piece of text, on this thread; what it throws ends the reply
     * @throws dev.tenon.server.generation.RefusedException when the request cannot be served, with the reason
     * @throws ValueRejectedException when the type's own constructor does not take a valid value
     */
    public StructuredReply<T> generate(
            LocalModel model, List<ChatMessage> messages, ReplyOptions options, Consumer<String> partial) {
        return read(model.reply(messages, OutputRequest.of(format), options, event -> {
            if (event instanceof ReplyEvent.Content content) {
                partial.accept(content.text());
            }
        }));
    }

    ReplyFormat format() {
        return format;
    }

    StructuredReply<T> read(LocalReply reply) {
        return switch (reply.end()) {
            case STOP -> new StructuredReply.Complete<>(value(reply.content()), reply.content(), reply.usage());
            case LENGTH -> new StructuredReply.CutOff<>(reply.content(), reply.usage());
            case TOOL_CALLS -> throw new IllegalStateException("calls were made where there is no tool");
        };
    }

    /** The value of a text that satisfies the schema. */
    T value(String text) {
        try {
            return reader.read(text);
        } catch (JsonProcessingException e) {
            throw new ValueRejectedException(text, e);
        }
    }
}
