package dev.tenon.toolcalls;

/** Which dialect a model speaks. */
public final class ToolCallFormats {
    private ToolCallFormats() {}

    /**
     * The dialect of the model that a chat template belongs to. Every model is held to the Hermes form: those whose
     * template writes it know it, the others are told of it.
     *
     * @param template source of the chat template; empty where the model has none
     * @param controlTokens of the model's vocabulary
     */
    public static ToolCallFormat forTemplate(String template, ControlTokens controlTokens) {
        return new HermesFormat(controlTokens);
    }
}
