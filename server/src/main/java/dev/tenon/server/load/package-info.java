/**
 * A load generator for any server with OpenAI's chat API: what {@code tenon bench serve} runs. {@link LoadPlan} says what is to be done,
 * {@link LoadRun} does it, {@link LoadReport} tells of it.
 *
 * <p>All connections live on one event loop, and all counting happens there, so that nothing is shared and a chunk costs some ten
 * microseconds. Replies are judged on another thread: a validator takes a millisecond, which would stand in the times of others.
 */
@NullMarked
package dev.tenon.server.load;

import org.jspecify.annotations.NullMarked;
