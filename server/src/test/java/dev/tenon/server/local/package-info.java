@NullMarked
package dev.tenon.server.local;

import org.jspecify.annotations.NullMarked;
