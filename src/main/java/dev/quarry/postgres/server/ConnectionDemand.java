package dev.quarry.postgres.server;

import dev.quarry.postgres.pool.PoolConfig;
import java.util.LinkedHashMap;
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

    /**
     * Adds up what the settings allow.
     *
     * @param mainReaches whether the main pool's connections reach the server one to one, as they do not behind a
     *     transaction pooler
     * @param readReaches whether the read pool's are to the same server
     */
    public static ConnectionDemand of(PoolConfig pools, boolean mainReaches, boolean readReaches) {
        Map<String, Integer> largest = new LinkedHashMap<>();
        if (mainReaches) {
            largest.put("main", largest(pools.main()));
            largest.put("worker", largest(pools.worker()));
        }
        if (readReaches) {
            largest.put("read", largest(pools.read()));
        }
        largest.put("direct", largest(pools.direct()));
        largest.put("listen", LISTENING);
        return new ConnectionDemand(largest);
    }

    /** What a server asks of which only searches are read. */
    public static ConnectionDemand ofReads(PoolConfig pools) {
        return new ConnectionDemand(Map.of("read", largest(pools.read())));
    }

    public int total() {
        return largest.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Such as {@code main 20 + worker 2}. */
    @Override
    public String toString() {
        return largest.entrySet().stream()
                .map(pool -> pool.getKey() + " " + pool.getValue())
                .collect(Collectors.joining(" + "));
    }

    private static int largest(PoolConfig.Pool pool) {
        return pool.poolSize() + pool.maxOverflow();
    }
}
