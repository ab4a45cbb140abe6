package dev.quarry.session.chat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Interrupts who reads when nothing came for too long, or when all of it takes too long; and never after it is closed. */
final class Patience implements AutoCloseable {
    private final ScheduledExecutorService timer;
    private final Thread reader;
    private final Duration idle;
    private final Duration whole;
    private final long began = System.nanoTime();
    private volatile long lastHeard = began;
    private @Nullable String passed;
    private @Nullable ScheduledFuture<?> next;
    private boolean closed;

    /** Of the thread that makes it. */
    Patience(ScheduledExecutorService timer, Duration idle, Duration whole) {
        this.timer = timer;
        this.reader = Thread.currentThread();
        this.idle = idle;
        this.whole = whole;
        look();
    }

    /** Something came. */
    void heard() {
        lastHeard = System.nanoTime();
    }

    /** Why the reader was interrupted, if it was. */
    synchronized Optional<String> passed() {
        return Optional.ofNullable(passed);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
        if (passed != null) {
            // It came at the last moment: what the thread does next is none of the clock's business.
            var _ = Thread.interrupted();
        }
    }

    private synchronized void look() {
        long now = System.nanoTime();
        long leftInAll = whole.toNanos() - (now - began);
        long leftIdle = idle.toNanos() - (now - lastHeard);
        if (closed) {
            return;
        }
        if (leftInAll <= 0) {
            passed = "did not end its answer within " + whole.toMillis() + " ms";
            reader.interrupt();
        } else if (leftIdle <= 0) {
            passed = "said nothing for " + idle.toMillis() + " ms";
            reader.interrupt();
        } else {
            next = timer.schedule(this::look, Math.min(leftInAll, leftIdle), TimeUnit.NANOSECONDS);
        }
    }
}
