package dev.tenon.server.cli;

/** What is compared. */
enum BenchSide {
    /** No grammar: every token is possible. */
    UNCONSTRAINED("unconstrained"),
    /** A grammar, and every token goes through the model. */
    CONSTRAINED("constrained"),
    /** A grammar, and what it leaves no choice about is appended without the model. */
    FORCED_TEXT("constrained, forced text");

    private final String label;

    BenchSide(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
