@NullMarked
package dev.tenon.server.cli;

import org.jspecify.annotations.NullMarked;
