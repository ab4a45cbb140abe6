package dev.quarry.postgres.pool;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/** A caller's wish for a connection, from asking to the answer. */
public final class Acquisition {
    private final ConnectionPool pool;
    private final Promise<Lease> answer = Promise.promise();
    private final long askedAt = System.nanoTime();

    Acquisition(ConnectionPool pool) {
        this.pool = pool;
    }

    /** The lease, which whoever receives it must give back; or why there is none. */
    public Future<Lease> lease() {
        return answer.future();
    }

    /** Waits no longer. Does nothing when the answer is there: a lease that came must still be given back. */
    public void giveUp() {
        pool.giveUp(this);
    }

    /** Ends the waiting after a time, unless it has ended by then. */
    void expireAfter(Vertx vertx, Duration timeout) {
        long timer = vertx.setTimer(Math.max(1, timeout.toMillis()), late -> pool.expire(this));
        answer.future().onComplete(answered -> vertx.cancelTimer(timer));
    }

    /** Called by whoever took this from the pool's queue. */
    void serve(Lease lease) {
        answer.complete(lease);
    }

    /** Called by whoever took this from the pool's queue, or never let it in. */
    void refuse(Throwable why) {
        answer.fail(why);
    }

    Duration waited() {
        return Duration.ofNanos(System.nanoTime() - askedAt);
    }
}
