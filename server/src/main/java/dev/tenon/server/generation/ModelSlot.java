package dev.tenon.server.generation;

/**
 * A model in service: what it is, who prepares its requests, and who runs them. Thread-safe.
 *
 * @param model the model
 * @param compiler makes prompts and grammars for it
 * @param scheduler runs its requests
 */
public record ModelSlot(ServedModel model, RequestCompiler compiler, GenerationScheduler scheduler) {}
