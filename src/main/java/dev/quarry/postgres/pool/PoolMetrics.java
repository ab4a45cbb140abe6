package dev.quarry.postgres.pool;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What a pool tells the world: gauges of its state, and counts of what happened, all tagged with its name. */
public final class PoolMetrics {
    private final MeterRegistry registry;
    private final String pool;
    private final Timer acquired;
    private final Timer opened;
    private final Counter timeouts;
    private final Counter refused;
    private final Counter openFailures;
    private final Counter pingsFailed;
    private final Map<Retirement, Counter> closed = new EnumMap<>(Retirement.class);

    public PoolMetrics(MeterRegistry registry, String pool) {
        this.registry = registry;
        this.pool = pool;
        this.acquired = Timer.builder("quarry.pool.acquire")
                .description("Time from asking for a connection to having it")
                .tag("pool", pool)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(10_000))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(registry);
        this.opened = Timer.builder("quarry.pool.open")
                .description("Time to open a connection, TLS and password included")
                .tag("pool", pool)
                .register(registry);
        this.timeouts = counter("quarry.pool.acquire.timeouts", "Callers that waited for a connection in vain");
        this.refused = counter("quarry.pool.acquire.refused", "Callers that found the queue full");
        this.openFailures = counter("quarry.pool.open.failures", "Connections that could not be opened");
        this.pingsFailed = counter("quarry.pool.pings.failed", "Idle connections that gave no sign of life");
        for (Retirement why : Retirement.values()) {
            closed.put(
                    why,
                    Counter.builder("quarry.pool.closed")
                            .description("Connections that left the pool, by reason")
                            .tag("pool", pool)
                            .tag("reason", why.label())
                            .register(registry));
        }
    }

    void watch(Supplier<PoolSnapshot> state) {
        gauge("quarry.pool.size", "Connections that are open", state, PoolSnapshot::size);
        gauge("quarry.pool.in.use", "Connections that are lent", state, PoolSnapshot::inUse);
        gauge("quarry.pool.idle", "Connections that wait for use", state, PoolSnapshot::idle);
        gauge("quarry.pool.opening", "Connections that are being opened", state, PoolSnapshot::opening);
        gauge("quarry.pool.waiting", "Callers that wait for a connection", state, PoolSnapshot::waiting);
        gauge(
                "quarry.pool.limit",
                "Connections at most",
                state,
                snapshot -> snapshot.poolSize() + snapshot.maxOverflow());
    }

    void acquired(Duration waited) {
        acquired.record(waited);
    }

    void timedOut() {
        timeouts.increment();
    }

    void refused() {
        refused.increment();
    }

    void opened(Duration took) {
        opened.record(took);
    }

    void openFailed() {
        openFailures.increment();
    }

    void pingFailed() {
        pingsFailed.increment();
    }

    void closed(Retirement why) {
        count(why).increment();
    }

    /** The state with the counts so far. */
    PoolSnapshot snapshot(PoolLimits limits, int size, int inUse, int idle, int opening, int waiting) {
        return new PoolSnapshot(
                pool,
                limits.minSize(),
                limits.poolSize(),
                limits.maxOverflow(),
                size,
                inUse,
                idle,
                opening,
                waiting,
                acquired.count(),
                (long) timeouts.count(),
                (long) refused.count(),
                opened.count(),
                (long) openFailures.count(),
                closed.values().stream()
                        .mapToLong(count -> (long) count.count())
                        .sum(),
                (long) (count(Retirement.RECYCLED).count()
                        + count(Retirement.MAX_QUERIES).count()),
                (long) pingsFailed.count());
    }

    private Counter count(Retirement why) {
        return java.util.Objects.requireNonNull(closed.get(why));
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tag("pool", pool).register(registry);
    }

    private void gauge(
            String name, String description, Supplier<PoolSnapshot> state, ToDoubleFunction<PoolSnapshot> value) {
        Gauge.builder(name, () -> value.applyAsDouble(state.get()))
                .description(description)
                .tag("pool", pool)
                .register(registry);
    }
}
