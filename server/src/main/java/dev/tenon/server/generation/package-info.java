/**
 * From a checked request to a running generation: the constraint, the queue before the decode thread, and the events
 * that come back. Knows neither HTTP nor the JSON of any API.
 *
 * <p>In reading order: {@link dev.tenon.server.generation.ChatRequest} says what is wanted of a {@link
 * dev.tenon.server.generation.ServedModel}, {@link dev.tenon.server.generation.RequestCompiler} makes a prompt and a
 * grammar of it, {@link dev.tenon.server.generation.GenerationScheduler} runs it in its turn, and {@code ChunkAssembler}
 * makes {@link dev.tenon.server.generation.ReplyEvent}s of what the loop reports, for a {@link
 * dev.tenon.server.generation.ReplyListener}. What cannot be done is a {@link dev.tenon.server.generation.Refusal}.
 */
@NullMarked
package dev.tenon.server.generation;

import org.jspecify.annotations.NullMarked;
