package dev.tenon.server.cli;

import java.io.InputStream;
import java.io.PrintWriter;

/**
 * Where a command reads and writes.
 *
 * @param in what {@code -} reads
 * @param out the answer and nothing else
 * @param err progress, warnings and errors
 */
record Console(InputStream in, PrintWriter out, PrintWriter err) {
    /** A line for the person who waits, on {@code err}. */
    void note(String line) {
        err.println("tenon: " + line);
        err.flush();
    }
}
