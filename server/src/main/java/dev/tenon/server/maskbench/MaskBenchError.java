package dev.tenon.server.maskbench;

import dev.tenon.automaton.dfa.GrammarTooComplexException;
import dev.tenon.automaton.grammar.EmptyLanguageException;
import dev.tenon.schema.SchemaException;
import org.jspecify.annotations.Nullable;

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

    private static final String UNSATISFIABLE = "Unsatisfiable";

    /** It was given up on. */
    public static final String TIMEOUT = "Timeout";

    /** What a compilation ended with. */
    public static MaskBenchError of(Throwable cause) {
        return switch (cause) {
            case SchemaException refusal ->
                new MaskBenchError(kind(refusal), refusal.pointer(), refusal.keyword(), refusal.reason());
            case GrammarTooComplexException complex -> plain("TooComplex", complex.getMessage());
            case EmptyLanguageException empty -> plain(UNSATISFIABLE, empty.getMessage());
            default -> {
                StackTraceElement[] trace = cause.getStackTrace();
                yield plain(DEFECT, cause + (trace.length == 0 ? "" : " at " + trace[0]));
            }
        };
    }

    private static String kind(SchemaException refusal) {
        return switch (refusal) {
            case SchemaException.Invalid invalid -> "Invalid";
            case SchemaException.Unsupported unsupported -> "Unsupported";
            case SchemaException.Unsatisfiable unsatisfiable -> UNSATISFIABLE;
            case SchemaException.TooComplex complex -> "TooComplex";
        };
    }

    private static MaskBenchError plain(String kind, @Nullable String message) {
        return new MaskBenchError(kind, "", "", String.valueOf(message));
    }

    /** Whether the compiler says that no value satisfies the schema. */
    public boolean isUnsatisfiable() {
        return kind.equals(UNSATISFIABLE);
    }

    /** Whether the schema was refused, as opposed to a crash or a run that would not end. */
    public boolean isRefusal() {
        return !kind.equals(DEFECT) && !kind.equals(TIMEOUT);
    }
}
