package dev.tenon.benchmarks.versus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A line of the table of two servers: which number of which row's reports.
 *
 * @param row the row, as {@code benchmarks/versus/serve} names its files
 * @param name as the line says it
 * @param wanted what Tenon's number divided by the other's is to be
 * @param of the number in a report
 */
record ServeFigure(String row, String name, String wanted, ToDoubleFunction<JsonNode> of) {
    /** All lines. */
    static List<ServeFigure> all() {
        return List.of(
                at(
                        "free",
                        "one stream, no schema: tokens/s within an answer",
                        "0.97 or more",
                        "/stream_tokens_per_second"),
                at("free", "the same, prompts included", "", "/tokens_per_second"),
                at(
                        "schema",
                        "one stream, schemas: tokens/s within an answer",
                        "1.5 or more",
                        "/stream_tokens_per_second"),
                at("schema", "the same, prompts included", "", "/tokens_per_second"),
                at("schema", "characters/s", "", "/characters_per_second"),
                at("schema", "ms for a whole answer, mean", "0.6 or less", "/milliseconds/whole_answer/mean"),
                at("clients8", "8 clients, schemas: tokens/s", "1.2 or more", "/tokens_per_second"),
                at("clients8", "answers/s", "", "/answers_per_second"),
                at("clients8", "ms to the first token, p50", "", "/milliseconds/first_token/p50"),
                at("clients8", "ms to the first token, p99", "", "/milliseconds/first_token/p99"),
                at("clients32", "32 clients, schemas: tokens/s", "1.2 or more", "/tokens_per_second"),
                at("clients32", "answers/s", "", "/answers_per_second"),
                at("clients32", "ms to the first token, p50", "", "/milliseconds/first_token/p50"),
                at("clients32", "ms to the first token, p99", "0.8 or less", "/milliseconds/first_token/p99"),
                new ServeFigure(
                        "tools",
                        "20 tools, from the second request on: prompt tokens evaluated for each",
                        "",
                        ServeFigure::evaluated),
                new ServeFigure("tools", "of prompts of so many", "", report -> each(report, "/tokens/prompt")),
                at("tools", "ms to the first token, p50", "", "/milliseconds/first_token/p50"));
    }

    private static ServeFigure at(String row, String name, String wanted, String pointer) {
        return new ServeFigure(row, name, wanted, report -> report.at(pointer).asDouble(Double.NaN));
    }

    private static double each(JsonNode report, String pointer) {
        return report.at(pointer).asDouble(Double.NaN) / report.path("requests").asDouble(Double.NaN);
    }

    private static double evaluated(JsonNode report) {
        return each(report, "/tokens/prompt") - each(report, "/tokens/cached");
    }
}
