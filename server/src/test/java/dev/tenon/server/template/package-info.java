/** Tests of {@code dev.tenon.server.template}. */
@NullMarked
package dev.tenon.server.template;

import org.jspecify.annotations.NullMarked;
