package dev.tenon.server.cli;

/** What a command ends with. */
enum ExitCode {
    /** It did what was asked. */
    DONE(0),
    /** The answer is no. */
    NO(1),
    /** It was used wrongly, or its input is bad. */
    MISUSE(2),
    /** A part is missing, and could not be had. */
    MISSING(3),
    /** A defect of Tenon; none of the above, so that no script takes it for an answer. The number is EX_SOFTWARE. */
    DEFECT(70);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number the shell sees. */
    int code() {
        return code;
    }
}
