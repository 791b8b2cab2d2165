/**
 * The commands of {@code ./tenon}: what is read from the command line, what goes to stdout, and the exit codes.
 *
 * <p>{@link dev.tenon.server.cli.TenonCommand} is the root; each command is a class of its own, and {@link
 * dev.tenon.server.cli.ModelOptions} is what all have in common that load a model.
 */
@NullMarked
package dev.tenon.server.cli;

import org.jspecify.annotations.NullMarked;
