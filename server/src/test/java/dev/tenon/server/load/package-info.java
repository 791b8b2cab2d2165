@NullMarked
package dev.tenon.server.load;

import org.jspecify.annotations.NullMarked;
