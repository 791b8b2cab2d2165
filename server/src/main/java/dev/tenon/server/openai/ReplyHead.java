package dev.tenon.server.openai;

/**
 * What every object about one reply says alike.
 *
 * @param id the completion's id
 * @param created when it was asked for, in seconds since 1970
 * @param model the model that answers
 * @param fingerprint what the answer depends on beside the request
 * @param calls how a call is written
 */
record ReplyHead(String id, long created, String model, String fingerprint, CallStyle calls) {}
