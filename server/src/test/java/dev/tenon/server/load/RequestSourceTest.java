package dev.tenon.server.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestSourceTest {
    private static LoadPlan plan(long seed, double cutOff, double malformed) {
        return new LoadPlan(
                URI.create("http://127.0.0.1:1/v1"),
                Optional.empty(),
                Optional.empty(),
                new LoadPlan.Arrivals.Rate(10),
                1,
                0,
                TaskMix.parse("plain=1,small=4,large=3,tools=2"),
                JsonNodeFactory.instance.objectNode().put("max_tokens", 9),
                cutOff,
                malformed,
                seed,
                Duration.ofSeconds(1));
    }

    private static List<String> bodies(long seed) {
        RequestSource source = new RequestSource(plan(seed, 0.1, 0.1), "m");
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            bodies.add(new String(source.next().body(), UTF_8));
        }
        return bodies;
    }

    @Test
    void theSameSeedSendsTheSameRequests() {
        assertEquals(bodies(3), bodies(3));
        assertNotEquals(bodies(3), bodies(4));
    }

    @Test
    void sharesAreWhatWasAskedFor() {
        RequestSource source = new RequestSource(plan(1, 0.05, 0.1), "m");
        Map<String, Integer> fates = new TreeMap<>();
        Map<LoadTask.Kind, Integer> kinds = new TreeMap<>();
        for (int i = 0; i < 4_000; i++) {
            PlannedRequest request = source.next();
            fates.merge(request.fate().getClass().getSimpleName(), 1, Integer::sum);
            kinds.merge(request.task().kind(), 1, Integer::sum);
        }
        assertEquals(200, fates.getOrDefault("CutOff", 0), 60, fates.toString());
        assertEquals(400, fates.getOrDefault("Refused", 0), 80, fates.toString());
        assertEquals(400, kinds.getOrDefault(LoadTask.Kind.PLAIN, 0), 80, kinds.toString());
        assertEquals(1_600, kinds.getOrDefault(LoadTask.Kind.SMALL, 0), 160, kinds.toString());
        assertEquals(800, kinds.getOrDefault(LoadTask.Kind.TOOLS, 0), 110, kinds.toString());
    }

    @Test
    void arrivalsComeAtTheirRateOnTheAverage() {
        RequestSource source = new RequestSource(plan(1, 0, 0), "m");
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            sum += source.pause(10);
        }
        assertEquals(1_000, sum, 40);
    }

    @Test
    void promptsAreFilledIn() {
        for (String body : bodies(5)) {
            assertTrue(!body.contains("{name}") && !body.contains("{place}") && !body.contains("{thing}"), body);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nothing", "", "small=", "small=0", "small=-1", "small=x", "small=NaN", "small,", "small=1e9"})
    void mixesThatMakeNoSenseAreRefused(String mix) {
        assertThrows(IllegalArgumentException.class, () -> TaskMix.parse(mix));
    }

    @Test
    void aTaskMayBeNamedBesideItsKind() {
        TaskMix mix = TaskMix.parse("person = 1 , plain");
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Integer> names = new TreeMap<>();
        for (int i = 0; i < 1_000; i++) {
            names.merge(mix.draw(random).name(), 1, Integer::sum);
        }
        assertEquals(java.util.Set.of("person", "story", "advice"), names.keySet());
        assertEquals(500, names.getOrDefault("person", 0), 70, names.toString());
    }
}
