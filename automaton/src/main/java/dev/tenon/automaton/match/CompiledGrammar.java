package dev.tenon.automaton.match;

/**
 * A grammar ready to be matched over one vocabulary. Immutable, shared by all requests with the same constraint,
 * thread-safe; each request takes a {@link #matcher} of its own.
 */
public final class CompiledGrammar {
    private final MaskEngine masks;
    private final Node root;
    private final PositionMasks known = new PositionMasks();

    CompiledGrammar(MaskEngine masks, Node root) {
        this.masks = masks;
        this.root = root;
    }

    /** A matcher at the beginning of a text. O(1) but for the first closure of the grammar. */
    public Matcher matcher() {
        return new Matcher(masks, known, root);
    }
}
