/**
 * The wire records of OpenAI's API and one class for each endpoint; errors have the shape its clients expect.
 */
@NullMarked
package dev.tenon.server.openai;

import org.jspecify.annotations.NullMarked;
