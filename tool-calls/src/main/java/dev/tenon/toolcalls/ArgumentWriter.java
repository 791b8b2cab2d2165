package dev.tenon.toolcalls;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tenon.schema.ArgumentSyntax;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes arguments that a model did not write as JSON down as one JSON object, as the matcher reports them. Nothing is
 * parsed: captures tell values, and raw text from JSON; what is in none of them is a name. Mutable, not thread-safe; one
 * for each call.
 */
final class ArgumentWriter {
    private final ArgumentSyntax syntax;
    private final ByteArrayOutputStream name = new ByteArrayOutputStream();
    private final CompleteText text = new CompleteText();
    private boolean hasMembers;

    ArgumentWriter(ArgumentSyntax syntax) {
        this.syntax = syntax;
    }

    /** What a label that opens within the arguments adds; often nothing. */
    String open(String label) {
        return switch (label) {
            case ArgumentSyntax.TEXT -> member() + '"';
            case ArgumentSyntax.VALUE -> member();
            default -> "";
        };
    }

    /** What bytes add, by the innermost label that is open. */
    String bytes(String label, byte[] bytes) {
        return switch (label) {
            case OutputPlan.ARGUMENT_LIST -> {
                name.writeBytes(bytes);
                yield "";
            }
            case ArgumentSyntax.TEXT ->
                new String(JsonStringEncoder.getInstance().quoteAsString(text.add(bytes)));
            case ArgumentSyntax.VALUE -> text.add(bytes);
            default -> "";
        };
    }

    /** What a label that closes within the arguments adds. */
    String close(String label) {
        if (label.startsWith(ArgumentSyntax.LITERAL)) {
            return label.substring(ArgumentSyntax.LITERAL.length());
        }
        return label.equals(ArgumentSyntax.TEXT) ? "\"" : "";
    }

    private String member() {
        byte[] written = name.toByteArray();
        name.reset();
        int before = syntax.beforeName().getBytes(StandardCharsets.UTF_8).length;
        int after = syntax.afterName().getBytes(StandardCharsets.UTF_8).length;
        String key = new String(written, before, written.length - before - after, StandardCharsets.UTF_8);
        String comma = hasMembers ? ", " : "";
        hasMembers = true;
        return comma + '"' + new String(JsonStringEncoder.getInstance().quoteAsString(key)) + "\": ";
    }
}
