@NullMarked
package dev.tenon.server.training;

import org.jspecify.annotations.NullMarked;
