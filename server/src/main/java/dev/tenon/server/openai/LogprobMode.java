package dev.tenon.server.openai;

/** Whether a reply says how probable its tokens were. */
enum LogprobMode {
    /** It does. */
    REPORTED,
    /** It does not. */
    OMITTED
}
