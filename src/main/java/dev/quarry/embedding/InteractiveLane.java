package dev.quarry.embedding;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where somebody waits for an answer. Bulk work that shares the processors with them gives way for a moment, and no longer,
 * so that it is never starved.
 */
@ApplicationScoped
public class InteractiveLane {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private int present;

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

    /**
     * Waits until the lane is empty.
     *
     * @param atMost after this long bulk work goes on all the same
     */
    public void giveWay(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (present > 0 && left > 0) {
                left = empty.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            present--;
            if (present == 0) {
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
