package dev.quarry.embedding;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Where somebody waits for an answer. Bulk work that shares the processors with them gives way for a moment, and no longer,
 * so that it is never starved.
 *
 * <p>Who asks one question after another leaves the lane for moments: bulk work that began in each of them would meet every
 * question, so the lane counts as empty a little later.
 */
@ApplicationScoped
public class InteractiveLane {
    private static final long PAUSE_BETWEEN_QUESTIONS = Duration.ofMillis(5).toNanos();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private int present;
    private long quietFrom = System.nanoTime();

    /** Somebody waits from here until the visit is closed. */
    public Visit enter() {
        lock.lock();
        try {
            present++;
        } finally {
            lock.unlock();
        }
        return this::leave;
    }

    /** Somebody waits until the work ends, in whatever way. */
    public <T> Uni<T> during(Supplier<Uni<? extends T>> work) {
        return Uni.createFrom().deferred(() -> {
            Visit visit = enter();
            return Uni.createFrom().<T>deferred(work).onTermination().invoke(visit::close);
        });
    }

    /**
     * Waits until the lane is empty.
     *
     * @param atMost after this long bulk work goes on all the same
     */
    public void giveWay(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        lock.lockInterruptibly();
        try {
            long wait = waitUntil(until);
            while (wait > 0) {
                var _ = empty.awaitNanos(wait);
                wait = waitUntil(until);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds; not above zero when there is nothing to wait for, or no longer. */
    private long waitUntil(long until) {
        long now = System.nanoTime();
        long left = until - now;
        return present > 0 ? left : Math.min(left, quietFrom - now);
    }

    private void leave() {
        lock.lock();
        try {
            present--;
            if (present == 0) {
                quietFrom = System.nanoTime() + PAUSE_BETWEEN_QUESTIONS;
                empty.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A stay in the lane. */
    @FunctionalInterface
    public interface Visit extends AutoCloseable {
        @Override
        void close();
    }
}
