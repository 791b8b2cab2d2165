package dev.tenon.toolcalls;

/**
 * The tokens of a vocabulary that are no text. {@code vocabulary::special} is one.
 */
@FunctionalInterface
public interface ControlTokens {
    /** The ids of the control tokens with exactly this name; empty where the name is ordinary text. */
    int[] ids(String name);

    /** Of a vocabulary where everything is text. */
    static ControlTokens none() {
        return name -> new int[0];
    }
}
