package dev.tenon.server.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** How the log is written, the access log and all else. */
public enum LogFormat {
    /** Lines for people. */
    TEXT,
    /** A JSON object on each line. */
    JSON;

    /** From now on the log is written so. Text is how it is written as long as nobody says otherwise. */
    public void use() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (this == TEXT || !(factory instanceof LoggerContext context)) {
            return;
        }
        context.getLoggerList()
                .forEach(logger -> logger.iteratorForAppenders().forEachRemaining(appender -> {
                    if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
                        JsonLines lines = new JsonLines();
                        lines.setContext(context);
                        lines.start();
                        stream.setEncoder(lines);
                    }
                }));
    }
}
