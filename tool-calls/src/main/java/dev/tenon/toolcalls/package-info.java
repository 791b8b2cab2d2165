/**
 * From a request to what the model may answer, and back: chat messages, tool definitions, tool choice, and how each
 * family of models writes a call.
 *
 * <p>The whole reply is one grammar and its captures are the parser, so nothing is ever parsed a second time. Read in
 * this order: {@link dev.tenon.toolcalls.OutputRequest} says what may come,
 * {@link dev.tenon.toolcalls.OutputGrammar} makes a grammar of it in a {@link dev.tenon.toolcalls.ToolCallFormat},
 * {@link dev.tenon.toolcalls.OutputEvents} turns what the matcher reports into content and calls, and
 * {@link dev.tenon.toolcalls.PromptBuilder} writes the prompt. Knows nothing of HTTP or logits.
 */
@NullMarked
package dev.tenon.toolcalls;

import org.jspecify.annotations.NullMarked;
