package dev.tenon.sampler.parts;

import java.nio.file.Path;

/** Brings a part's archive into an empty folder. */
@FunctionalInterface
interface Fetcher {
    /**
     * Leaves {@code part.fileName()} in {@code folder}; what else it leaves there is thrown away.
     *
     * @throws PartException when it cannot
     * @throws InterruptedException when this thread is interrupted
     */
    void fetch(Part part, Path folder) throws InterruptedException;
}
