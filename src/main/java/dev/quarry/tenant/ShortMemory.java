package dev.quarry.tenant;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Remembers answers for a moment, a bounded number of them. Those who ask at once for the same ask once; a failure is not
 * remembered.
 *
 * @param <K> what is asked
 * @param <V> the answer
 */
public final class ShortMemory<K, V> {
    private final Duration age;
    private final int most;
    private final ConcurrentMap<K, Remembered<V>> answers = new ConcurrentHashMap<>();

    /**
     * Remembers nothing yet.
     *
     * @param age how long an answer holds
     * @param most how many are remembered; beyond it all are asked for again
     */
    public ShortMemory(Duration age, int most) {
        this.age = age;
        this.most = most;
    }

    private record Remembered<V>(Uni<V> answer, long nanoTime) {}

    /** The answer that is remembered, else the one that is asked for; on the caller's event loop. */
    public Uni<V> get(K question, Supplier<Uni<V>> asking) {
        return Uni.createFrom().deferred(() -> onCallersContext(known(question, asking)));
    }

    /** Whether an answer, or one that is on its way, is at hand. */
    public boolean remembers(K question) {
        Remembered<V> known = answers.get(question);
        return known != null && isFresh(known);
    }

    /** Forgets everything. An answer that is on its way is for those who wait for it, and for nobody after them. */
    public void forget() {
        answers.clear();
    }

    private Uni<V> known(K question, Supplier<Uni<V>> asking) {
        Remembered<V> known = answers.get(question);
        if (known != null && isFresh(known)) {
            return known.answer();
        }
        if (answers.size() >= most) {
            answers.clear();
        }
        Remembered<V> fresh = new Remembered<>(asking.get().memoize().indefinitely(), System.nanoTime());
        answers.put(question, fresh);
        return fresh.answer().onFailure().invoke(() -> {
            // Unless another answer has taken its place.
            var _ = answers.remove(question, fresh);
        });
    }

    private boolean isFresh(Remembered<V> known) {
        return System.nanoTime() - known.nanoTime() < age.toNanos();
    }

    /** It may have been another's question, on another event loop. */
    private static <T> Uni<T> onCallersContext(Uni<T> answer) {
        Context callers = Vertx.currentContext();
        return callers == null ? answer : answer.emitOn(then -> callers.runOnContext(there -> then.run()));
    }
}
