package dev.tenon.automaton.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reproducible vocabularies for tests and benchmarks, shaped like those of real byte-level tokenizers, so that neither
 * needs a model: the same size and seed give the same tokens on every machine.
 *
 * <p>Ids 0 to 255 are the single bytes; the last four are the special tokens {@code <|im_start|>}, {@code <tool_call>},
 * {@code </tool_call>} (CONTROL) and {@code <|im_end|>} (END); between them are, most useful first, JSON's punctuation
 * runs, digits of one to three places, runs of white space, a second spelling of some bytes (several ids with equal
 * bytes), whole and broken pieces of multi-byte code points, and words in their usual spellings (with a leading space,
 * capitalised, upper case, with punctuation at their end). About one token in a hundred crosses a closing quote.
 */
public final class SyntheticVocabulary {
    /** The least size: the bytes, some merges and the special tokens. */
    public static final int LEAST_SIZE = 300;

    private static final List<String> CONTROLS = List.of("<|im_start|>", "<tool_call>", "</tool_call>");
    private static final String END = "<|im_end|>";
    private static final String[] JSON = {
        "{\"",
        "\":",
        "\",",
        "\"}",
        "\",\"",
        "\":\"",
        "[\"",
        "\"]",
        "},",
        "},{",
        "}]",
        "[{",
        "[{\"",
        "\"},",
        "\"},{\"",
        ": ",
        "\": ",
        "\": \"",
        ", \"",
        "\", \"",
        "]}",
        "]]",
        "[[",
        "[]",
        "{}",
        "\"\"",
        "}}",
        "\":[",
        "\":{",
        "\":{\"",
        "null",
        "true",
        "false",
        " null",
        " true",
        " false",
        "{\n",
        ",\n",
        "}\n",
        "[\n",
        "\"\n",
        "\",\n",
        "},\n",
        "],\n",
        "\\\"",
        "\\n",
        "\\u",
        "\\\\",
        "{ \"",
        "\" }",
        "://",
        "...",
        "--",
        "->",
        "=>",
        "()",
        "();",
        "//",
        "/*",
        "*/",
        "\"\"\"",
        "</",
        "/>",
        "<!--",
        "#include",
        "!=",
        "==",
        "&&",
        "||",
        "+=",
        "0.",
        ".0",
        "-1"
    };
    private static final String[] CLOSERS = {
        "\"", "\",", "\":", "\"}", "\"]", "\");", ".", ",", ".\n", ",\n", ":", ";", ")", "(", "_", "-", "='", "=\""
    };
    private static final String[] CONSONANTS = {
        "b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "y", "x", "z", "st", "tr", "ch",
        "sh", "th", "qu", "ng", "nt", "ck", "ss", "ment", "tion"
    };
    private static final String[] VOWELS = {"a", "e", "i", "o", "u", "ai", "ea", "io", "ou", "ee"};
    private static final int LONGEST_WORD = 18;
    /** First code points of the blocks that foreign words are spelled in, and how many code points each has. */
    private static final int[][] SCRIPTS = {
        {0xE0, 30},
        {0x3B1, 24},
        {0x430, 32},
        {0x5D0, 26},
        {0x627, 36},
        {0x905, 50},
        {0xE01, 40},
        {0x3041, 80},
        {0x4E00, 3_000},
        {0xAC00, 2_000},
        {0x1F600, 80}
    };

    private final Set<String> merges = new LinkedHashSet<>();
    /** Words that may grow: to begin with a letter, or a space before the first. */
    private final List<String> stems = new ArrayList<>(List.of(" ", "a", "c", "d", "e", "i", "l", "o", "p", "s", "u"));

    private final int wanted;
    private long state;

    private SyntheticVocabulary(int wanted, long seed) {
        this.wanted = wanted;
        this.state = seed;
    }

    /**
     * A vocabulary of exactly this many ids.
     *
     * @param size {@value #LEAST_SIZE} to 1,000,000
     * @param seed chooses the words; punctuation, digits and white space are always the same
     */
    public static Vocabulary ofSize(int size, long seed) {
        if (size < LEAST_SIZE || size > 1_000_000) {
            throw new IllegalArgumentException("a synthetic vocabulary has " + LEAST_SIZE + " to 1,000,000 ids");
        }
        int special = CONTROLS.size() + 1;
        List<byte[]> tokens = new SyntheticVocabulary(size - 256 - special, seed).draw();
        Vocabulary.Builder builder = Vocabulary.builder(size);
        int id = 0;
        while (id < 256) {
            builder.text(id, new byte[] {(byte) id++});
        }
        for (byte[] token : tokens) {
            builder.text(id++, token);
        }
        for (String name : CONTROLS) {
            builder.control(id++, name.getBytes(UTF_8));
        }
        return builder.end(id, END.getBytes(UTF_8)).build();
    }

    private List<byte[]> draw() {
        List<byte[]> tokens = new ArrayList<>(wanted);
        for (String text : JSON) {
            merge(text);
        }
        // A second id for a few single bytes, as byte-fallback vocabularies have them.
        for (String text : new String[] {"{", "\"", "a", "0", " "}) {
            tokens.add(text.getBytes(UTF_8));
        }
        spaces();
        digits();
        while (merges.size() + tokens.size() < wanted) {
            int kind = below(100);
            if (kind < 82) {
                word();
            } else if (kind < 97) {
                foreignWord();
            } else {
                brokenPiece();
            }
        }
        for (String text : merges) {
            if (tokens.size() == wanted) {
                break;
            }
            tokens.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return tokens;
    }

    private void spaces() {
        for (int length = 2; length <= 16; length++) {
            merge(" ".repeat(length));
            merge("\n" + " ".repeat(length));
        }
        for (int length = 2; length <= 4; length++) {
            merge("\n".repeat(length));
            merge("\t".repeat(length));
        }
    }

    private void digits() {
        for (int number = 0; number < 1_000; number++) {
            if (number < 100) {
                merge("%02d".formatted(number));
            }
            merge("%03d".formatted(number));
        }
    }

    /** Grows a word by one piece, as a byte-pair merge does, so that words share their beginnings. */
    private void word() {
        String stem = stems.get(below(stems.size()));
        boolean afterVowel = "aeiou".indexOf(stem.charAt(stem.length() - 1)) >= 0;
        String word = stem + (afterVowel ? CONSONANTS[below(CONSONANTS.length)] : VOWELS[below(VOWELS.length)]);
        if (word.length() > LONGEST_WORD || !merge(word)) {
            return;
        }
        stems.add(word);
        switch (below(12)) {
            case 0 -> merge(word.toUpperCase(Locale.ROOT));
            case 1, 2 -> {
                int first = word.charAt(0) == ' ' ? 1 : 0;
                merge(word.substring(0, first) + Character.toUpperCase(word.charAt(first)) + word.substring(first + 1));
            }
            case 3 -> merge(word + CLOSERS[below(CLOSERS.length)]);
            default -> {}
        }
    }

    private void foreignWord() {
        int[] script = SCRIPTS[below(SCRIPTS.length)];
        StringBuilder text = new StringBuilder(below(3) == 0 ? " " : "");
        for (int length = 1 + below(2); length > 0; length--) {
            text.appendCodePoint(script[0] + below(script[1]));
        }
        merge(text.toString());
    }

    /** Some bytes of a foreign word that begin or end inside a code point. */
    private void brokenPiece() {
        int[] script = SCRIPTS[below(SCRIPTS.length)];
        String text = new StringBuilder()
                .appendCodePoint(script[0] + below(script[1]))
                .appendCodePoint(script[0] + below(script[1]))
                .toString();
        byte[] bytes = text.getBytes(UTF_8);
        int from = below(2);
        int to = bytes.length - (from == 0 ? 1 : below(2));
        merges.add(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }

    /** Adds the UTF-8 bytes, kept as a string of one char for each byte; single bytes have their token already. */
    private boolean merge(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return bytes.length > 1 && merges.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** A number in {@code 0 .. bound - 1}; the generator is SplitMix64, written out so that it never changes. */
    private int below(int bound) {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        mixed ^= mixed >>> 31;
        return (int) ((mixed >>> 33) % bound);
    }
}
