package dev.quarry.testing;

import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts what the service logs as a warning or worse, by event: the first word of the line. */
public final class ServiceLog extends Handler implements AutoCloseable {
    private final Map<String, Integer> events = new TreeMap<>();

    private ServiceLog() {
        setLevel(Level.WARNING);
    }

    public static ServiceLog watch() {
        ServiceLog log = new ServiceLog();
        Logger.getLogger("").addHandler(log);
        return log;
    }

    public synchronized Map<String, Integer> events() {
        return Map.copyOf(events);
    }

    public synchronized int lines() {
        return events.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public synchronized void publish(LogRecord line) {
        if (isLoggable(line)) {
            events.merge(String.valueOf(line.getMessage()).split(" ", 2)[0], 1, Integer::sum);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
