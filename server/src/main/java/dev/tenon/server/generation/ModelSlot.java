package dev.tenon.server.generation;

/**
 * A model in service: what it is, who prepares its requests, and who runs them. Thread-safe.
 *
 * @param model the model
 * @param compiler makes prompts and grammars for it
 * @param scheduler runs its requests
 * @param whenClosed runs when the model is taken out of service
 */
public record ModelSlot(
        ServedModel model, RequestCompiler compiler, GenerationScheduler scheduler, Runnable whenClosed) {
    /** With nothing to do when it is closed. */
    public ModelSlot(ServedModel model, RequestCompiler compiler, GenerationScheduler scheduler) {
        this(model, compiler, scheduler, () -> {});
    }
}
