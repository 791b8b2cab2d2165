package dev.tenon.sampler;

/** Takes the events of one generation, in order, on the thread that generates. What it throws ends the generation. */
@FunctionalInterface
public interface GenerationListener {
    /** Takes the next event. */
    void on(GenerationEvent event);
}
