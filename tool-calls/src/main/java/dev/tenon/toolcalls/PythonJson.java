package dev.tenon.toolcalls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.impl.UnknownSerializer;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * JSON text as Python's {@code json.dumps(value, ensure_ascii=False)} writes it, with a space after commas and colons:
 * what models were trained on. Stateless and thread-safe.
 *
 * <p>Values are maps, lists, strings, numbers, booleans, null, and trees of {@code JsonNode}; nothing else is written.
 */
public final class PythonJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule().setSerializerModifier(new PlainValuesOnly()))
            .build();

    private static final Separators SEPARATORS = Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");

    private static final ObjectWriter ONE_LINE = MAPPER.writer(new DefaultPrettyPrinter(SEPARATORS
                    .withObjectEntrySpacing(Separators.Spacing.AFTER)
                    .withArrayValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultPrettyPrinter.NopIndenter())
            .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter()));

    private static final Map<String, String> LITERALS = Map.of("null", "None", "false", "False", "true", "True");

    private PythonJson() {}

    /**
     * The value in one line.
     *
     * @throws IllegalArgumentException when it is, or contains, what JSON has no form for, or nests too deeply
     */
    public static String write(@Nullable Object value) {
        return write(ONE_LINE, value);
    }

    /**
     * The value without any white space, as {@code separators=(",", ":")} asks for it.
     *
     * @throws IllegalArgumentException as {@link #write(Object)}
     */
    public static String compact(@Nullable Object value) {
        return write(MAPPER.writer(), value);
    }

    /**
     * The value with each member and each item on a line of its own.
     *
     * @param indent spaces a level, 0 to 16
     * @throws IllegalArgumentException as {@link #write(Object)}, or when the indent is out of range
     */
    public static String write(@Nullable Object value, int indent) {
        if (indent < 0 || indent > 16) {
            throw new IllegalArgumentException("no indent: " + indent);
        }
        DefaultIndenter indenter = new DefaultIndenter(" ".repeat(indent), "\n");
        return write(
                MAPPER.writer(new DefaultPrettyPrinter(SEPARATORS)
                        .withObjectIndenter(indenter)
                        .withArrayIndenter(indenter)),
                value);
    }

    /** A string as it is, and any other value in one line: as models write arguments between tags. */
    static String raw(JsonNode value) {
        return value.isTextual() ? value.textValue() : write(value);
    }

    /** The value as a literal of Python. */
    static String literal(JsonNode value) {
        String json = write(value);
        StringBuilder literal = new StringBuilder();
        boolean isText = false;
        int i = 0;
        while (i < json.length()) {
            char c = json.charAt(i);
            int length = isText && c == '\\' ? 2 : 1;
            if (c == '"') {
                isText = !isText;
            }
            String word = isText
                    ? ""
                    : LITERALS.keySet().stream()
                            .filter(startsAt(json, i))
                            .findFirst()
                            .orElse("");
            if (!word.isEmpty()) {
                literal.append(LITERALS.get(word));
                length = word.length();
            } else {
                literal.append(json, i, i + length);
            }
            i += length;
        }
        return literal.toString();
    }

    private static Predicate<String> startsAt(String json, int at) {
        return word -> json.startsWith(word, at);
    }

    private static String write(ObjectWriter writer, @Nullable Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Takes away Jackson's way to write any Java object by its properties. */
    private static final class PlainValuesOnly extends BeanSerializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonSerializer<?> modifySerializer(
                SerializationConfig config, BeanDescription description, JsonSerializer<?> serializer) {
            return serializer instanceof BeanSerializerBase ? new UnknownSerializer() : serializer;
        }
    }
}
