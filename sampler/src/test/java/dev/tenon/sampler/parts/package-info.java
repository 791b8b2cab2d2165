@NullMarked
package dev.tenon.sampler.parts;

import org.jspecify.annotations.NullMarked;
