/**
 * What the server writes down: a line for each request, as text for people or as JSON for programs, and never a word of a prompt or an
 * answer.
 */
@NullMarked
package dev.tenon.server.log;

import org.jspecify.annotations.NullMarked;
