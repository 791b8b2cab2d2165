package dev.tenon.automaton.regex;

/**
 * The flags of Rust's regex syntax that change what is matched.
 *
 * @param ignoresCase {@code i}
 * @param dotIsAny {@code s}: a dot is any character, line feeds included
 */
record RustFlags(boolean ignoresCase, boolean dotIsAny) {
    static final RustFlags NONE = new RustFlags(false, false);

    /**
     * These flags changed as {@code (?letters)} says. {@code m} is about anchors and {@code u} is the default: neither
     * changes anything.
     *
     * @param position of the letters in the pattern
     * @throws RegexUnsupportedException for flags that are not enforced
     */
    RustFlags with(String letters, int position) {
        RustFlags flags = this;
        boolean on = true;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            switch (letter) {
                case '-' -> on = false;
                case 'i' -> flags = new RustFlags(on, flags.dotIsAny);
                case 's' -> flags = new RustFlags(flags.ignoresCase, on);
                case 'm' -> {}
                case 'u' -> {
                    if (!on) {
                        throw new RegexUnsupportedException(position, "flag -u");
                    }
                }
                case 'x', 'R', 'U', 'l' -> throw new RegexUnsupportedException(position, "flag " + letter);
                default -> throw new RegexSyntaxException(position, letter + " is no flag; expected i or s");
            }
        }
        return flags;
    }
}
