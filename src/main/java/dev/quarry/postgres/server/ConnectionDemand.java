package dev.quarry.postgres.server;

import dev.quarry.postgres.pool.PoolConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The connections that one instance may open to one server, by what they are for.
 *
 * @param largest each pool's pool-size and max-overflow together, in the order in which they are told
 */
public record ConnectionDemand(Map<String, Integer> largest) {
    /** Flyway holds one for its history and one for the migrations. They are gone when the service serves. */
    public static final int WHILE_MIGRATING = 2;

    private static final int LISTENING = 1;

    public ConnectionDemand {
        largest = new LinkedHashMap<>(largest);
    }

    /** Adds up what the settings allow for these pools. */
    public static ConnectionDemand of(PoolConfig pools, List<String> names) {
        Map<String, Integer> largest = new LinkedHashMap<>();
        for (String name : names) {
            largest.put(
                    name,
                    switch (name) {
                        case "main" -> largest(pools.main());
                        case "read" -> largest(pools.read());
                        case "worker" -> largest(pools.worker());
                        case "direct" -> largest(pools.direct());
                        case "listen" -> LISTENING;
                        default -> throw new IllegalArgumentException("there is no pool " + name);
                    });
        }
        return new ConnectionDemand(largest);
    }

    public int total() {
        return largest.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Such as {@code main 20 + worker 2}. */
    @Override
    public String toString() {
        return largest.isEmpty()
                ? "none past the pooler"
                : largest.entrySet().stream()
                        .map(pool -> pool.getKey() + " " + pool.getValue())
                        .collect(Collectors.joining(" + "));
    }

    private static int largest(PoolConfig.Pool pool) {
        return pool.poolSize() + pool.maxOverflow();
    }
}
