/**
 * A model's own chat template, rendered.
 */
@NullMarked
package dev.tenon.server.template;

import org.jspecify.annotations.NullMarked;
