package dev.tenon.server.generation;

/** Told what becomes of the constraints of requests, for whoever counts and times them. Thread-safe; returns at once and does not throw. */
@FunctionalInterface
public interface CompileObserver {
    /** How a constraint was come by. */
    enum Outcome {
        /** It was compiled. */
        COMPILED,
        /** An earlier request had asked for it. */
        FOUND,
        /** It cannot be enforced. */
        REFUSED
    }

    /** A request's constraint is there, or is refused, after so many nanoseconds. */
    void onConstraint(Outcome outcome, long nanos);

    /** Nobody listens. */
    static CompileObserver none() {
        return (outcome, nanos) -> {};
    }
}
