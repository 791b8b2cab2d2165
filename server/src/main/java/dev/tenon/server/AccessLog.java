package dev.tenon.server;

import dev.tenon.server.http.HttpObserver;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each request, with its id, and never a word of a prompt or an answer. */
final class AccessLog implements HttpObserver {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    @Override
    public void onExchange(Summary summary) {
        if (LOG.isInfoEnabled()) {
            String notes = summary.notes().entrySet().stream()
                    .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                    .sorted()
                    .collect(Collectors.joining());
            LOG.info(
                    "{} {} {} {} {} ms{}{}",
                    summary.requestId(),
                    summary.method(),
                    summary.route(),
                    summary.status(),
                    TimeUnit.NANOSECONDS.toMillis(summary.nanos()),
                    summary.complete() ? "" : " client gone",
                    notes);
        }
    }
}
