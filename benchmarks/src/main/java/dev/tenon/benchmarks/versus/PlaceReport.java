package dev.tenon.benchmarks.versus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How long masks take by where the text stands before them: a tail has its places. */
final class PlaceReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[][] tokens;
    private final List<JsonNode> cases = new ArrayList<>();
    private final int warmup;

    /** Over what {@code tenon maskbench --export} wrote. */
    PlaceReport(Path folder, int warmup) throws IOException {
        this.warmup = warmup;
        JsonNode hex = JSON.readTree(folder.resolve("vocabulary.json").toFile()).get("tokens");
        tokens = new byte[hex.size()][];
        for (int id = 0; id < tokens.length; id++) {
            tokens[id] = HexFormat.of().parseHex(hex.get(id).textValue());
        }
        for (String line : Selection.lines(folder.resolve("cases.jsonl"))) {
            cases.add(JSON.readTree(line));
        }
    }

    /** A table, by place and engine: the masks' time on a processor in microseconds. */
    List<String> lines(List<EngineRun> runs) throws IOException {
        List<Map<String, List<Double>>> places = new ArrayList<>();
        for (EngineRun run : runs) {
            places.add(byPlace(run));
        }
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder("| CPU µs of masks: p50 / p99 / p99.9 / max | masks |");
        for (EngineRun run : runs) {
            head.append(' ').append(run.engine()).append(" |");
        }
        lines.add(head.toString());
        lines.add("|---|---:|" + "---:|".repeat(runs.size()));
        for (Map.Entry<String, List<Double>> first : places.get(0).entrySet()) {
            String place = first.getKey();
            StringBuilder line = new StringBuilder("| " + place + " |");
            line.append(String.format(Locale.ROOT, " %,d |", first.getValue().size()));
            for (Map<String, List<Double>> of : places) {
                line.append(' ')
                        .append(figures(of.getOrDefault(place, List.of())))
                        .append(" |");
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static String figures(List<Double> micros) {
        if (micros.isEmpty()) {
            return "";
        }
        Series series =
                new Series(micros.stream().mapToDouble(Double::doubleValue).toArray());
        return String.join(
                " / ",
                Arrays.stream(new double[] {0.5, 0.99, 0.999, 1})
                        .mapToObj(part -> Report.number(series.percentile(part)))
                        .toList());
    }

    private Map<String, List<Double>> byPlace(EngineRun run) throws IOException {
        Map<String, List<Double>> places = new TreeMap<>();
        for (int i = warmup; i < cases.size(); i++) {
            EngineRun.Case made = run.cases().get(i);
            if (made.compiled()) {
                add(cases.get(i), made, places);
            }
        }
        return places;
    }

    private void add(JsonNode test, EngineRun.Case made, Map<String, List<Double>> places) throws IOException {
        SchemaPlaces schema = new SchemaPlaces(JSON.readTree(test.get("schema").textValue()));
        int mask = 0;
        for (int instance = 0; instance < made.counts().length; instance++) {
            JsonNode ids = test.get("tests").get(instance).get("tokens");
            JsonPlace place = new JsonPlace();
            for (int i = 0; i < made.counts()[instance]; i++) {
                places.computeIfAbsent(schema.name(place), k -> new ArrayList<>())
                        .add(made.maskCpuMicros()[mask++]);
                if (i < ids.size()) {
                    place.step(tokens[ids.get(i).intValue()]);
                }
            }
        }
    }
}
