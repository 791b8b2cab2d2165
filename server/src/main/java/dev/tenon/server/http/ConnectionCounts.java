package dev.tenon.server.http;

/**
 * The connections of a server, counted. The last three only grow.
 *
 * @param open those there are
 * @param sending those of them on which a request has begun to come
 * @param answered those of them that a request is being answered on
 * @param opened those there ever were
 * @param evicted those that were closed to make room
 * @param refused those for which there was no room
 */
public record ConnectionCounts(int open, int sending, int answered, long opened, long evicted, long refused) {}
