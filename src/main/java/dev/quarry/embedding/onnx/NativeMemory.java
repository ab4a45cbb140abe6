package dev.quarry.embedding.onnx;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Holds what lives in native memory until nobody uses it: to free it under somebody's hands ends the process. */
final class NativeMemory implements AutoCloseable {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Runnable free;
    private boolean closed;

    NativeMemory(Runnable free) {
        this.free = free;
    }

    <T> T use(Supplier<T> work) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the embedding model is closed");
            }
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                free.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
