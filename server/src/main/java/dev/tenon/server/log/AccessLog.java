package dev.tenon.server.log;

import dev.tenon.server.http.HttpObserver;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each request, with its id, and never a word of a prompt or an answer. The probes and the counters, which are asked
 * every few seconds, are told at level DEBUG.
 */
public final class AccessLog implements HttpObserver {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    /** What handlers note as numbers. */
    private static final String NUMBER = "-?\\d{1,18}";

    /** A log that writes where the others do. */
    public AccessLog() {}

    @Override
    public void onExchange(Summary summary) {
        boolean probe = switch (summary.route()) {
            case "/health", "/ready", "/metrics" -> true;
            default -> false;
        };
        LoggingEventBuilder line = probe ? LOG.atDebug() : LOG.atInfo();
        for (Map.Entry<String, Object> field : fields(summary).entrySet()) {
            line = line.addKeyValue(field.getKey(), field.getValue());
        }
        line.log(text(summary));
    }

    /** For programs: numbers as numbers, and nothing that is not known. */
    private static Map<String, Object> fields(Summary summary) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("request_id", summary.requestId());
        if (!summary.clientRequestId().isEmpty()) {
            fields.put("client_request_id", summary.clientRequestId());
        }
        fields.put("client", summary.client());
        fields.put("method", shorten(summary.method()));
        fields.put("route", summary.route());
        fields.put("status", summary.status());
        fields.put("complete", summary.complete());
        fields.put("total_ms", TimeUnit.NANOSECONDS.toMillis(summary.nanos()));
        summary.notes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(note -> fields.put(
                        note.getKey(),
                        note.getValue().matches(NUMBER) && !note.getKey().equals("key")
                                ? (Object) Long.valueOf(note.getValue())
                                : note.getValue()));
        return fields;
    }

    /** For people. */
    private static String text(Summary summary) {
        String notes = summary.notes().entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining());
        return summary.requestId() + " " + shorten(summary.method()) + " " + summary.route() + " " + summary.status()
                + " "
                + TimeUnit.NANOSECONDS.toMillis(summary.nanos()) + " ms" + (summary.complete() ? "" : " client gone")
                + " client=" + summary.client()
                + (summary.clientRequestId().isEmpty() ? "" : " client_request_id=" + summary.clientRequestId())
                + notes;
    }

    /** Methods are what clients write. */
    private static String shorten(String method) {
        return method.length() <= 20 ? method : method.substring(0, 20) + "...";
    }
}
