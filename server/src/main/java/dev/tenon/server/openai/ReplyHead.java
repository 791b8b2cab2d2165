package dev.tenon.server.openai;

import java.util.Set;

/**
 * What every object about one reply says alike.
 *
 * @param id the completion's id
 * @param created when it was asked for, in seconds since 1970
 * @param model the model that answers
 * @param fingerprint what the answer depends on beside the request
 * @param calls how a call is written
 * @param customTools the names of the tools that take text
 */
record ReplyHead(String id, long created, String model, String fingerprint, CallStyle calls, Set<String> customTools) {
    ReplyHead {
        customTools = Set.copyOf(customTools);
    }
}
