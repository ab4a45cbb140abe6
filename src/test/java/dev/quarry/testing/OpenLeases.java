package dev.quarry.testing;

import dev.quarry.postgres.Pools;
import dev.quarry.postgres.pool.PoolSnapshot;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds connections that were lent and not given back, in the pools and on the server. */
@ApplicationScoped
@Unremovable
public class OpenLeases {
    /** Used by the pipeline, which goes on when a test has ended. */
    private static final Set<String> OF_THE_PIPELINE = Set.of("worker", "direct", "listen");

    private static final String SESSIONS = """
            select split_part(application_name, ':', 3) as pool, count(*) as sessions,
                   count(*) filter (where state <> 'idle') as working
            from pg_stat_activity
            where application_name like 'quarry:%' and datname = current_database()
            group by 1
            """;

    private static final String DUE_DOCUMENTS =
            "select count(*) from documents where status <> 'ready' and next_attempt_at <= now()";

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Pools pools;
    private final Rows rows;

    OpenLeases(Pools pools, Rows rows) {
        this.pools = pools;
        this.rows = rows;
    }

    /** A pool's sessions on the server, and how many of them are not idle. */
    record Sessions(long all, long working) {
        static final Sessions NONE = new Sessions(0, 0);
    }

    /** What a moment showed. */
    record Moment(List<PoolSnapshot> pools, Map<String, Sessions> onServer, boolean pipelineAtWork) {
        /** What is not given back, a line each; the pipeline's only when it has nothing to do. */
        List<String> stillOpen() {
            List<String> found = new ArrayList<>();
            for (PoolSnapshot pool : pools) {
                if ((pool.inUse() != 0 || pool.waiting() != 0) && concerns(pool.name())) {
                    found.add("pool '%s' has %d connections in use and %d callers waiting"
                            .formatted(pool.name(), pool.inUse(), pool.waiting()));
                }
            }
            onServer.forEach((pool, sessions) -> {
                if (sessions.working() != 0 && concerns(pool)) {
                    found.add("the server has %d sessions of pool '%s' at work or in a transaction"
                            .formatted(sessions.working(), pool));
                }
            });
            for (PoolSnapshot pool : pools) {
                Sessions sessions = onServer.getOrDefault(pool.name(), Sessions.NONE);
                if (sessions.all() > pool.size() + pool.opening()) {
                    found.add("pool '%s' has %d connections, and the server %d sessions of it"
                            .formatted(pool.name(), pool.size(), sessions.all()));
                }
            }
            return found;
        }

        private boolean concerns(String pool) {
            return !pipelineAtWork || !OF_THE_PIPELINE.contains(pool);
        }
    }

    /** Returns as soon as everything is given back; fails with what is not when that takes longer. */
    public void awaitNone(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        List<String> open = now().stillOpen();
        while (!open.isEmpty()) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError(
                        "not given back within " + patience.toMillis() + " ms: " + String.join("; ", open));
            }
            Thread.sleep(POLL_INTERVAL);
            open = now().stillOpen();
        }
    }

    private Moment now() {
        Moment moment = look();
        // A pooler keeps sessions of its own, for whoever comes next.
        return Pooler.isInBetween() ? new Moment(moment.pools(), Map.of(), moment.pipelineAtWork()) : moment;
    }

    private Moment look() {
        return rows.with(connection -> {
            Map<String, Sessions> onServer = new TreeMap<>();
            try (PreparedStatement statement = connection.prepareStatement(SESSIONS)) {
                try (ResultSet found = statement.executeQuery()) {
                    while (found.next()) {
                        onServer.put(
                                found.getString("pool"),
                                new Sessions(found.getLong("sessions"), found.getLong("working")));
                    }
                }
            }
            boolean busy;
            try (PreparedStatement statement = connection.prepareStatement(DUE_DOCUMENTS);
                    ResultSet count = statement.executeQuery()) {
                busy = count.next() && count.getLong(1) > 0;
            }
            return new Moment(pools.snapshots(), onServer, busy);
        });
    }
}
