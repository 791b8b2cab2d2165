package dev.tenon.automaton.dfa;

/**
 * The byte strings that do not contain a word, by the automaton of Knuth, Morris and Pratt ("Fast pattern matching in
 * strings", 1977): a state is how much of the word the bytes read so far end with; the one in which all of it was read is
 * left out.
 */
final class ForbiddenWord {
    private final byte[] word;
    /** [n] -> length of the longest proper prefix of the word that its first n bytes end with. */
    private final int[] borders;

    private ForbiddenWord(byte[] word) {
        this.word = word;
        this.borders = borders(word);
    }

    /** O(bytes of the word * 256). The word is not empty. */
    static ByteDfa without(byte[] word) {
        return new ForbiddenWord(word).build();
    }

    private ByteDfa build() {
        ByteDfa.Builder builder = ByteDfa.builder();
        for (int matched = 0; matched < word.length; matched++) {
            builder.accept(builder.addState(), 0);
        }
        for (int matched = 0; matched < word.length; matched++) {
            for (int b = 0; b < 256; b++) {
                int next = step(matched, b);
                if (next < word.length) {
                    builder.addTransition(matched, b, b, next);
                }
            }
        }
        return builder.build();
    }

    private static int[] borders(byte[] word) {
        int[] borders = new int[word.length + 1];
        int matched = 0;
        for (int i = 1; i < word.length; i++) {
            while (matched > 0 && word[i] != word[matched]) {
                matched = borders[matched];
            }
            if (word[i] == word[matched]) {
                matched++;
            }
            borders[i + 1] = matched;
        }
        return borders;
    }

    private int step(int matched, int b) {
        int at = matched;
        while (at > 0 && word[at] != (byte) b) {
            at = borders[at];
        }
        return word[at] == (byte) b ? at + 1 : 0;
    }
}
