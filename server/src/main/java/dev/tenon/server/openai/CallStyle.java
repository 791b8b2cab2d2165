package dev.tenon.server.openai;

/** How a request names what may be called, and so how the answer has to write a call. */
enum CallStyle {
    /** {@code tools}, answered by {@code tool_calls}. */
    TOOLS,
    /** The deprecated {@code functions}, answered by one {@code function_call}. */
    FUNCTIONS
}
