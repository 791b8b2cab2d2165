/**
 * A model's own chat template, rendered.
 *
 * <p>{@link dev.tenon.server.template.JinjaChatTemplate} is the only entry. Template text comes out of a model file and
 * is untrusted: it sees plain values and a closed set of Python's methods on them, never a Java object, a class or a
 * file, and it runs within bounds. What a message says is a value to it, and is never evaluated.
 */
@NullMarked
package dev.tenon.server.template;

import org.jspecify.annotations.NullMarked;
