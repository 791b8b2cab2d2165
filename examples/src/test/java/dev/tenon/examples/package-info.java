@NullMarked
package dev.tenon.examples;

import org.jspecify.annotations.NullMarked;
