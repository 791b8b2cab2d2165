/** The clients that people have, each in every mode it has, against a running server. */
@NullMarked
package dev.tenon.conformance.client;

import org.jspecify.annotations.NullMarked;
