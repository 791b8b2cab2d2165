/** Chat templates of published models, with what they render to: a ratchet. */
@NullMarked
package dev.tenon.conformance.template;

import org.jspecify.annotations.NullMarked;
