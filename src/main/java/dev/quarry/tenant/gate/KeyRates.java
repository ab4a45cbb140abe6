package dev.quarry.tenant.gate;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How often each key has asked this instance, as a bucket of tokens that fills again. */
@ApplicationScoped
class KeyRates {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Beyond so many keys all begin anew, with full buckets. */
    private static final int MOST_BUCKETS = 10_000;

    private final LimitConfig config;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final Bucket unknownKeys;

    KeyRates(LimitConfig config) {
        this.config = config;
        this.unknownKeys = bucket(config.unknownKeysPerSecond(), config.unknownKeysPerSecond());
    }

    /** Counts a request. @return how long to wait, where it was one too many */
    Optional<Duration> count(String caller) {
        if (config.requestsPerSecond() == 0) {
            return Optional.empty();
        }
        if (buckets.size() >= MOST_BUCKETS) {
            buckets.clear();
        }
        ConsumptionProbe asked = buckets.computeIfAbsent(
                        caller, key -> bucket(config.burst(), config.requestsPerSecond()))
                .tryConsumeAndReturnRemaining(1);
        return asked.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(asked.getNanosToWaitForRefill()));
    }

    /** Counts a key that nobody knows. */
    void countUnknown() {
        var _ = unknownKeys.tryConsume(1);
    }

    /** Whether one more key may be looked up. */
    boolean mayLookUp() {
        return unknownKeys.getAvailableTokens() > 0;
    }

    private static Bucket bucket(int capacity, int perSecond) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(perSecond, SECOND))
                .build();
    }
}
