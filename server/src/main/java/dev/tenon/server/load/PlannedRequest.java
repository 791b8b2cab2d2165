package dev.tenon.server.load;

/**
 * A request that is ready to be sent.
 *
 * @param task its kind
 * @param body JSON, or what stands for it
 * @param fate what is to become of it
 */
record PlannedRequest(LoadTask task, byte[] body, Fate fate) {}
