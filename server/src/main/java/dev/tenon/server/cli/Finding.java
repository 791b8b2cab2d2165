package dev.tenon.server.cli;

/**
 * Something that was looked for on this machine.
 *
 * @param state how it stands
 * @param what what was looked for
 * @param detail what was found
 * @param mend the command or deed that mends it; empty where nothing is to mend
 */
record Finding(State state, String what, String detail, String mend) {
    /** How a thing stands. */
    enum State {
        /** It is there. */
        OK("ok"),
        /** It is not there, and comes by itself when it is first needed. */
        LATER("later"),
        /** It is not there, and nothing needs it as things stand. */
        UNUSED("absent"),
        /** It is not there, and is needed. */
        MISSING("MISSING");

        private final String label;

        State(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static Finding ok(String what, String detail) {
        return new Finding(State.OK, what, detail, "");
    }
}
