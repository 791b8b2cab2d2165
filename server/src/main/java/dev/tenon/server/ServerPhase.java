package dev.tenon.server;

/** How far a server is. */
enum ServerPhase {
    /** It listens, and has no model yet. */
    LOADING,
    /** It answers. */
    READY,
    /** It finishes what it has begun. */
    DRAINING
}
