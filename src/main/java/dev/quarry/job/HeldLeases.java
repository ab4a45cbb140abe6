package dev.quarry.job;

import dev.quarry.job.LeaseSql.LeaseKey;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The leases that a worker holds, renewed three times in the time for which one holds.
 *
 * <p>A lease that cannot be renewed is only noted: the work goes on, for nobody can stop a model, and its outcome is refused
 * when it comes.
 */
final class HeldLeases {
    private static final Logger LOG = Logger.getLogger(HeldLeases.class);

    private final Map<LeaseKey, Held> held = new ConcurrentHashMap<>();
    private final TaskLedger ledger;
    private final Duration lease;
    private volatile @Nullable Thread heart;

    HeldLeases(TaskLedger ledger, Duration lease) {
        this.ledger = ledger;
        this.lease = lease;
    }

    void open() {
        heart = Thread.ofVirtual().name("job-leases").start(this::beat);
    }

    void close() {
        Thread beating = heart;
        if (beating != null) {
            beating.interrupt();
        }
    }

    void add(Task task) {
        held.put(LeaseKey.of(task), new Held(task, System.nanoTime()));
    }

    void remove(Task task) {
        held.remove(LeaseKey.of(task));
    }

    Collection<Task> tasks() {
        return held.values().stream().map(Held::task).toList();
    }

    /** Whether the lease may still be this worker's; the database knows. */
    boolean mayHold(Task task) {
        Held lease = held.get(LeaseKey.of(task));
        return lease != null && System.nanoTime() - lease.since() < this.lease.toNanos();
    }

    /** A task, and when its lease was known to begin last, as {@link System#nanoTime} has it. */
    private record Held(Task task, long since) {}

    private void beat() {
        try {
            while (true) {
                Thread.sleep(lease.dividedBy(3));
                renew();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        Set<LeaseKey> wanted = Set.copyOf(held.keySet());
        if (wanted.isEmpty()) {
            return;
        }
        try {
            Set<LeaseKey> renewed = ledger.renew(wanted);
            long now = System.nanoTime();
            renewed.forEach(key -> held.computeIfPresent(key, (same, lease) -> new Held(lease.task(), now)));
            for (LeaseKey key : wanted) {
                // One that was settled meanwhile is not lost.
                if (!renewed.contains(key) && held.containsKey(key)) {
                    LOG.warnf("job_lease_lost job_id=%s task=%d owner=%s", key.jobId(), key.number(), ledger.owner());
                }
            }
        } catch (RuntimeException error) {
            LOG.warnf("job_leases_not_renewed owner=%s error=%s", ledger.owner(), error.getMessage());
        }
    }
}
