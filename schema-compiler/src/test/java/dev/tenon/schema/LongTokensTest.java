package dev.tenon.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.automaton.match.GrammarCompiler;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks are right for tokens that go on for many bytes, through whole keys and values and several of them. */
final class LongTokensTest {
    private static final String KEY = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
    private static final String TEXT = "{\"" + KEY + "\":\"" + KEY.toUpperCase(java.util.Locale.ROOT) + "\",\"n\":10}";

    /** All parts of the text of some lengths, and the same with another last byte. */
    private static Vocabulary vocabulary() {
        Set<String> tokens = new LinkedHashSet<>();
        for (int length : new int[] {1, 2, 7, 15, 16, 17, 18, 31, 32, 33, 34, 50, 64, 65, 66, 90}) {
            for (int from = 0; from + length <= TEXT.length(); from++) {
                String token = TEXT.substring(from, from + length);
                tokens.add(token);
                tokens.add(token.substring(0, length - 1) + "x");
                tokens.add(token.substring(0, length - 1) + "\"");
                tokens.add(token.substring(0, length - 1) + "}");
            }
        }
        List<byte[]> bytes = new ArrayList<>();
        tokens.forEach(token -> bytes.add(token.getBytes(UTF_8)));
        return Vocabulary.ofByteStrings(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object'}",
                "{'type':'object','properties':{'KEY':{'type':'string'}}}",
                "{'type':'object','properties':{'KEY':{'type':'string'},'n':{'type':'integer'}},'required':['n'],'additionalProperties':false}",
                "{'type':'object','properties':{'KEY':{'pattern':'^[A-Z]*$','type':'string'}},'additionalProperties':{'type':'integer'}}",
                "{'type':'object','properties':{'KEY':{'type':'string','minLength':40,'maxLength':60}}}",
                "{'type':'object','properties':{'KEY':{'enum':['TEXT','x']}},'additionalProperties':{'type':'integer'}}"
            })
    void everyBitEqualsReadingTheBytes(String schema) throws JsonProcessingException {
        Vocabulary vocabulary = vocabulary();
        String json =
                schema.replace('\'', '"').replace("KEY", KEY).replace("TEXT", KEY.toUpperCase(java.util.Locale.ROOT));
        Matcher matcher = new GrammarCompiler(vocabulary, CompileLimits.defaults())
                .compile(SchemaCompiler.compile(
                                new ObjectMapper().readTree(json), SchemaOptions.defaults(), CompileLimits.defaults())
                        .grammar())
                .matcher();
        int longAllowed = 0;
        for (int at = 0; at < TEXT.length(); at++) {
            TokenMask mask = matcher.mask();
            for (int id = 0; id < vocabulary.size(); id++) {
                byte[] bytes = vocabulary.bytes(id);
                boolean taken = matcher.fork().acceptBytes(bytes, 0, bytes.length) == bytes.length;
                assertEquals(taken, mask.contains(id), TEXT.substring(0, at) + " then " + new String(bytes, UTF_8));
                longAllowed += taken && bytes.length > 32 ? 1 : 0;
            }
            assertEquals(1, matcher.acceptBytes(TEXT.getBytes(UTF_8), at, 1), TEXT.substring(0, at + 1));
        }
        assertTrue(longAllowed > 100, longAllowed + " long tokens");
    }
}
