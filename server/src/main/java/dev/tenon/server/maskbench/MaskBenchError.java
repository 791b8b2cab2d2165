package dev.tenon.server.maskbench;

import dev.tenon.schema.SchemaException;

/**
 * Why a schema did not compile.
 *
 * @param kind {@code Invalid}, {@code Unsupported}, {@code Unsatisfiable}, {@code TooComplex}; or {@link #DEFECT} or
 *     {@link #TIMEOUT}, which are never the schema's fault
 * @param pointer JSON Pointer of the place
 * @param keyword the keyword at fault, or empty
 * @param message what is wrong
 */
public record MaskBenchError(String kind, String pointer, String keyword, String message) {
    /** Tenon crashed. */
    public static final String DEFECT = "Defect";

    /** It was given up on. */
    public static final String TIMEOUT = "Timeout";

    /** The refusal of a schema. */
    static MaskBenchError of(SchemaException refusal) {
        String kind = switch (refusal) {
            case SchemaException.Invalid invalid -> "Invalid";
            case SchemaException.Unsupported unsupported -> "Unsupported";
            case SchemaException.Unsatisfiable unsatisfiable -> "Unsatisfiable";
            case SchemaException.TooComplex complex -> "TooComplex";
        };
        return new MaskBenchError(kind, refusal.pointer(), refusal.keyword(), refusal.reason());
    }

    /** Something else of the compiler's. */
    static MaskBenchError of(String kind, Throwable cause) {
        return new MaskBenchError(kind, "", "", String.valueOf(cause.getMessage()));
    }

    /** Whether the schema was refused, as opposed to a crash or a run that would not end. */
    public boolean isRefusal() {
        return !kind.equals(DEFECT) && !kind.equals(TIMEOUT);
    }
}
