package dev.tenon.automaton.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A grammar with texts of it and texts that are none.
 *
 * @param name what it is about
 * @param grammar its text
 */
record NotationTable(String name, String grammar, List<String> accepts, List<String> rejects) {
    private static final GrammarCompiler BYTES = new GrammarCompiler(bytes(), CompileLimits.defaults());

    /** The 256 bytes and the END token. */
    static Vocabulary bytes() {
        List<byte[]> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(new byte[] {(byte) b});
        }
        return Vocabulary.ofByteStrings(tokens);
    }

    static NotationTable of(String name, String grammar, List<String> accepts, List<String> rejects) {
        return new NotationTable(name, grammar, accepts, rejects);
    }

    /** Checks every text against what the grammar became. */
    void check(Grammar parsed) {
        assertFalse(accepts.isEmpty() || rejects.isEmpty(), "both columns");
        var compiled = BYTES.compile(parsed);
        accepts.forEach(text -> assertEquals("accepted", verdict(compiled.matcher(), text), text));
        rejects.forEach(text -> assertEquals("rejected", verdict(compiled.matcher(), text), text));
    }

    private static String verdict(Matcher matcher, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean in = matcher.acceptBytes(bytes, 0, bytes.length) == bytes.length && matcher.isAccepting();
        assertEquals(0, matcher.droppedReadings(), text);
        return in ? "accepted" : "rejected";
    }

    @Override
    public String toString() {
        return name;
    }
}
