/**
 * Chat messages, tool definitions, tool choice, and how each family of models writes a call. Knows nothing of HTTP
 * or logits.
 */
@NullMarked
package dev.tenon.toolcalls;

import org.jspecify.annotations.NullMarked;
