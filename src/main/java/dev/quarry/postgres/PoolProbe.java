package dev.quarry.postgres;

import dev.quarry.failure.Failure;
import dev.quarry.postgres.pool.PoolSnapshot;
import dev.quarry.postgres.server.ConnectFailure;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the pools work now, by using them.
 *
 * <p>A pool whose connections are all lent is not asked: it would have to wait behind the requests that it is busy with,
 * and a service that is taken out of service because it is used only moves the load. It counts as working while
 * connections come back.
 */
@ApplicationScoped
public class PoolProbe {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(5);

    private final Database database;
    private final Pools pools;

    PoolProbe(Database database, Pools pools) {
        this.database = database;
        this.pools = pools;
    }

    /**
     * How a pool fares.
     *
     * @param essential whether the service cannot do without it; searches do without a standby
     * @param trouble why it does not work; null when it does
     */
    public record PoolHealth(
            String pool, boolean essential, @Nullable String trouble) {}

    /** Every pool, asked at the same time; answered within little more than a second. */
    public Uni<List<PoolHealth>> probe() {
        return Uni.join().all(pools.all().map(this::probe).toList()).andCollectFailures();
    }

    private Uni<PoolHealth> probe(DatabasePool pool) {
        PoolSnapshot now = pool.connections().snapshot();
        if (now.inUse() >= pool.connections().limits().capacity()) {
            return Uni.createFrom().item(health(pool, standstill(pool, now)));
        }
        return database.readOn(
                        pool,
                        RowScope.EVERY_TENANT,
                        DEADLINE,
                        connection -> connection.query("select 1").execute())
                .map(answer -> health(pool, null))
                .onFailure()
                .recoverWithItem(error -> health(pool, reason(error)));
    }

    private PoolHealth health(DatabasePool pool, @Nullable String trouble) {
        boolean standby = pools.standby().filter(pool::equals).isPresent();
        return new PoolHealth(pool.name(), !standby, trouble);
    }

    private static @Nullable String standstill(DatabasePool pool, PoolSnapshot now) {
        Duration since = pool.connections().sinceLastMove();
        boolean stands = now.waiting() > 0 && since.compareTo(LONGEST_STANDSTILL) > 0;
        return stands
                ? "all %d connections are lent, %d requests wait, and none came back for %d s"
                        .formatted(now.inUse(), now.waiting(), since.toSeconds())
                : null;
    }

    private static String reason(Throwable error) {
        Throwable known = error instanceof Failure.Upstream unreachable && unreachable.getCause() != null
                ? unreachable.getCause()
                : error;
        return ConnectFailure.known(known)
                .map(ConnectFailure::message)
                .orElseGet(() -> error instanceof Failure expected
                        ? expected.getMessage()
                        : "the database did not answer as it should");
    }
}
