package dev.tenon.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.conformance.Judge;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class MutationsTest {
    private static Set<String> mutants(String schema, String value) throws JsonProcessingException {
        Mutations mutations = Mutations.of(Judge.JSON.readTree(schema));
        JsonNode start = Judge.JSON.readTree(value);
        String before = start.toString();
        Set<String> found = new HashSet<>();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 12_000; i++) {
            JsonNode mutant = mutations.mutate(start, random);
            assertNotEquals(start, mutant);
            found.add(mutant.toString());
        }
        assertEquals(before, start.toString(), "the value itself stays as it is");
        return found;
    }

    @Test
    void membersAreRemovedAddedRenamedAndChanged() throws JsonProcessingException {
        Set<String> found = mutants(
                "{\"properties\":{\"b\":{\"enum\":[\"x\",\"y\"]}},\"required\":[\"c\"]}", "{\"a\":1,\"b\":\"x\"}");
        for (String expected : new String[] {
            "{\"b\":\"x\"}",
            "{\"a\":1}",
            "{\"a\":1,\"b\":\"y\"}",
            "{\"a\":2,\"b\":\"x\"}",
            "{\"a\":1,\"b\":null}",
            "{\"a\":1,\"b\":\"xa\"}",
            "{\"c\":1,\"b\":\"x\"}",
            "{\"a\":1,\"b\":\"x\",\"c\":\"y\"}",
            "{\"a\":1,\"b\":\"x\",\"zz\":{}}",
            "[]",
        }) {
            assertTrue(found.contains(expected), expected);
        }
    }

    @Test
    void elementsAreDroppedDoubledMovedAndAppendedDeepDown() throws JsonProcessingException {
        Set<String> found = mutants("{\"const\":9}", "{\"a\":[1,2]}");
        for (String expected : new String[] {
            "{\"a\":[1]}", "{\"a\":[1,2,2]}", "{\"a\":[2,1]}", "{\"a\":[1,2,9]}", "{\"a\":[1,3]}", "{\"a\":[1.5,2]}"
        }) {
            assertTrue(found.contains(expected), expected);
        }
    }

    @Test
    void theGeneratorDecides() throws JsonProcessingException {
        assertEquals(mutants("{}", "[1,{\"a\":true}]"), mutants("{}", "[1,{\"a\":true}]"));
    }
}
