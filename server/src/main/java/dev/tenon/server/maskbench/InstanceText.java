package dev.tenon.server.maskbench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/**
 * JSON as Python's module {@code json} reads and writes it, because that is how MaskBench makes the texts of its
 * instances: {@code json.dumps(json.loads(text), ensure_ascii=False)}.
 *
 * <p>Integers of any size stay integers, other numbers become doubles and are written as {@code repr} does; of a key
 * that comes twice the last value stands at the first place; there is a space after {@code ,} and {@code :}.
 */
public final class InstanceText {
    /** As deep as Python goes by itself, which keeps to 1,000 calls. */
    static final int MAX_DEPTH = 1_000;

    /** {@code repr} has no exponent from 10^-4 to below 10^16. */
    private static final int LEAST_PLAIN_EXPONENT = -4;

    private static final int LEAST_BIG_EXPONENT = 16;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private InstanceText() {}

    /**
     * {@code json.loads}.
     *
     * @throws JsonProcessingException when the text is no JSON, or is nested deeper than 1,000 levels
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /**
     * {@code json.dumps} with {@code ensure_ascii=False}. A number that is not whole is written as the double nearest to it,
     * but a {@link BigDecimal}, which {@link #read} never gives, digit by digit where no double stands for it;
     * half of a surrogate pair is written as it is, and has no UTF-8, in Python as here.
     */
    public static String write(JsonNode value) {
        StringBuilder out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    /** Goes down by recursion: values come from a parser that bounds their depth. */
    private static void append(JsonNode value, StringBuilder out) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                String separator = "";
                out.append('{');
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    out.append(separator);
                    writeString(member.getKey(), out);
                    out.append(": ");
                    append(member.getValue(), out);
                    separator = ", ";
                }
                out.append('}');
            }
            case ARRAY -> {
                String separator = "";
                out.append('[');
                for (JsonNode element : value) {
                    out.append(separator);
                    append(element, out);
                    separator = ", ";
                }
                out.append(']');
            }
            case STRING -> writeString(value.textValue(), out);
            case NUMBER ->
                out.append(value.isIntegralNumber() ? value.bigIntegerValue().toString() : decimal(value));
            case BOOLEAN, NULL -> out.append(value.asText());
            case BINARY, MISSING, POJO ->
                throw new IllegalArgumentException("not a JSON value: " + value.getNodeType());
        }
    }

    private static String decimal(JsonNode value) {
        String nearest = repr(value.doubleValue());
        boolean isExact = !value.isBigDecimal()
                || (Double.isFinite(value.doubleValue())
                        && new BigDecimal(nearest).compareTo(value.decimalValue()) == 0);
        return isExact ? nearest : value.decimalValue().toPlainString();
    }

    private static void writeString(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(Character.forDigit(c >> 4, 16));
                        out.append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** The shortest digits that give this double back, laid out as Python's {@code repr(float)} does. */
    static String repr(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        if (value == 0) {
            return sign + "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        if (exponent >= LEAST_PLAIN_EXPONENT && exponent < LEAST_BIG_EXPONENT) {
            String plain = shortest.toPlainString();
            return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
        }
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String power = Integer.toString(Math.abs(exponent));
        return sign + mantissa + (exponent < 0 ? "e-" : "e+") + (power.length() == 1 ? "0" + power : power);
    }

    /** {@link Double#toString} never gives less than two digits, even where one is enough to tell the double. */
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (digits.precision() == 2) {
            BigDecimal one = digits.round(new MathContext(1));
            if (one.doubleValue() == value) {
                return one.stripTrailingZeros();
            }
        }
        return digits;
    }
}
