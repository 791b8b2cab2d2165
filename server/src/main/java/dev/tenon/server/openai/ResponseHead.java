package dev.tenon.server.openai;

import java.util.Set;

/**
 * What a response is from its first event on.
 *
 * @param id the response's id
 * @param createdAt when it was asked for, in seconds since 1970
 * @param model the model that answers
 * @param customTools the names of the tools that take text
 * @param echo what it repeats of the request
 */
record ResponseHead(String id, long createdAt, String model, Set<String> customTools, ResponseEcho echo) {
    ResponseHead {
        customTools = Set.copyOf(customTools);
    }
}
