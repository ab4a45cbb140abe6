package dev.quarry.job;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Runs rounds of work one at a time. Asked for during a round, another follows it, so that no request is missed and none
 * queues up.
 */
public final class Rounds {
    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private final String name;
    private final Executor threads;
    private final Runnable round;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean open;

    /** @param name what the log calls a round that failed: {@code NAME_round_failed} */
    public Rounds(String name, Executor threads, Runnable round) {
        this.name = name;
        this.threads = threads;
        this.round = round;
    }

    public void open() {
        open = true;
        ask();
    }

    public void close() {
        open = false;
    }

    /** Whether a round may begin, or go on with another step. */
    public boolean isOpen() {
        return open;
    }

    /** Asks for a round; returns at once. */
    public void ask() {
        wanted.set(true);
        if (open && running.compareAndSet(false, true)) {
            threads.execute(this::run);
        }
    }

    private void run() {
        try {
            while (open && wanted.getAndSet(false)) {
                round.run();
            }
        } catch (RuntimeException error) {
            // The next tick tries again; a database that is away must not end the worker.
            LOG.warnf("%s_round_failed error=%s", name, error.getMessage());
        } finally {
            running.set(false);
        }
        // Asked for between the loop's last look and the line above: nobody else has started it.
        if (open && wanted.get()) {
            ask();
        }
    }
}
