package dev.tenon.server.cli;

/** Ends a command with a sentence on stderr and an exit code. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    CommandFailure(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Wrong use or bad input. */
    static CommandFailure misuse(String message) {
        return new CommandFailure(ExitCode.MISUSE, message);
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
