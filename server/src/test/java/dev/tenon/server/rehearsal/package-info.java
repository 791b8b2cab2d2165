@NullMarked
package dev.tenon.server.rehearsal;

import org.jspecify.annotations.NullMarked;
