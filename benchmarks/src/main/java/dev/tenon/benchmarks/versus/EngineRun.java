package dev.tenon.benchmarks.versus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an engine made of the schemas, in their order, as {@code tenon maskbench --out} writes it.
 *
 * @param engine its name
 * @param cases one for each schema
 */
record EngineRun(String engine, List<Case> cases) {
    private static final ObjectMapper JSON = new ObjectMapper();

    EngineRun {
        cases = List.copyOf(cases);
    }

    /** How a schema ended. */
    enum Outcome {
        /** It compiled and all its instances were walked. */
        COMPILED,
        /** The engine said no, at once or under way. */
        REFUSED,
        /** It did not come to an end, or the engine died. */
        GIVEN_UP
    }

    /**
     * One schema.
     *
     * @param compileMicros by the clock
     * @param compileCpuMicros the thread's time on a processor
     * @param maskMicros of each token of each instance, and of each end that was reached
     * @param maskCpuMicros the same as time on a processor
     * @param counts how many of these each instance has
     * @param rejectedValid valid instances that were rejected
     * @param acceptedInvalid invalid ones that were accepted
     */
    record Case(
            String id,
            Outcome outcome,
            double compileMicros,
            double compileCpuMicros,
            double[] maskMicros,
            double[] maskCpuMicros,
            int[] counts,
            int rejectedValid,
            int acceptedInvalid) {
        boolean compiled() {
            return outcome == Outcome.COMPILED;
        }

        boolean wrong() {
            return compiled() && rejectedValid + acceptedInvalid > 0;
        }
    }

    /** Reads a file of one schema a line. */
    static EngineRun read(String engine, Path file) throws IOException {
        List<Case> cases = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                cases.add(parse(JSON.readTree(line)));
            }
        }
        return new EngineRun(engine, cases);
    }

    private static Case parse(JsonNode line) {
        int rejected = 0;
        int accepted = 0;
        for (JsonNode wrong : line.get("wrong")) {
            if (wrong.get("valid").booleanValue()) {
                rejected++;
            } else {
                accepted++;
            }
        }
        int[] counts = new int[line.get("counts").size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = line.get("counts").get(i).intValue();
        }
        return new Case(
                line.get("id").textValue(),
                outcome(line.get("error")),
                line.get("compile_us").doubleValue(),
                line.get("compile_cpu_us").doubleValue(),
                doubles(line.get("masks_us")),
                doubles(line.get("masks_cpu_us")),
                counts,
                rejected,
                accepted);
    }

    private static Outcome outcome(JsonNode error) {
        if (error.isNull()) {
            return Outcome.COMPILED;
        }
        return switch (error.get("kind").textValue()) {
            case "Timeout", "Defect" -> Outcome.GIVEN_UP;
            default -> Outcome.REFUSED;
        };
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).doubleValue();
        }
        return values;
    }

    /** How many schemas ended so. */
    int count(Outcome outcome) {
        return (int) cases.stream().filter(c -> c.outcome() == outcome).count();
    }
}
