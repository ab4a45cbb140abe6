package dev.quarry.postgres;

import dev.quarry.postgres.pool.Acquisition;
import dev.quarry.postgres.pool.ConnectionPool;
import dev.quarry.postgres.pool.Lease;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sessions that hold advisory locks. Plain, waiting code for virtual threads. */
@ApplicationScoped
public class DirectConnections {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Pools pools;
    private final RuntimeRole role;

    DirectConnections(Pools pools, RuntimeRole role) {
        this.pools = pools;
        this.role = role;
    }

    /**
     * Takes the lock if it is free.
     *
     * @return the session that holds it, or nothing when another session does: losing this race is normal
     */
    public Optional<LockedSession> tryLock(LockNamespace namespace, String subject) {
        return tryLock(namespace, List.of(subject));
    }

    /**
     * Takes those of the locks that are free.
     *
     * @return the session that holds them and says which, or nothing when other sessions hold them all
     */
    public Optional<LockedSession> tryLock(LockNamespace namespace, List<String> subjects) {
        Lease lease = acquire(pools.direct().connections());
        try {
            List<String> locked = AdvisoryLockSql.tryLock(lease.connection(), namespace, subjects)
                    .onFailure()
                    .transform(SqlState::statementFailure)
                    .await()
                    .atMost(DEADLINE);
            if (!locked.isEmpty()) {
                return Optional.of(new LockedSession(lease, role, namespace, locked));
            }
            lease.release();
            return Optional.empty();
        } catch (RuntimeException error) {
            // Whether it holds a lock is not known. Its end releases whatever it holds.
            lease.discard();
            throw error;
        }
    }

    private static Lease acquire(ConnectionPool pool) {
        Acquisition acquisition = pool.acquire();
        try {
            return Uni.createFrom()
                    .completionStage(acquisition.lease().toCompletionStage())
                    .onFailure()
                    .transform(SqlState::acquireFailure)
                    .await()
                    .atMost(pool.limits().acquireTimeout().plus(DEADLINE));
        } catch (RuntimeException error) {
            acquisition.giveUp();
            // One that comes all the same goes back.
            acquisition.lease().onSuccess(Lease::release);
            throw error;
        }
    }
}
