/**
 * The commands of {@code ./tenon}: what is read from the command line, what goes to stdout, and the exit codes.
 */
@NullMarked
package dev.tenon.server.cli;

import org.jspecify.annotations.NullMarked;
