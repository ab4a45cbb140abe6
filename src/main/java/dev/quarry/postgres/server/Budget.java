package dev.quarry.postgres.server;

import java.util.OptionalInt;

/**
 * Whether the server takes the connections that all instances together may open.
 *
 * @param instances how many share the server
 * @param from how that is known
 * @param demand what each of them may open
 */
public record Budget(int instances, Source from, ConnectionDemand demand, ServerCapacity capacity) {

    /**
     * The sum.
     *
     * @param configured how many instances there are, where the settings say so
     * @param seen how many were counted, otherwise; at least whoever asks is there
     */
    public static Budget of(OptionalInt configured, int seen, ConnectionDemand demand, ServerCapacity capacity) {
        return configured.isPresent()
                ? new Budget(configured.getAsInt(), Source.CONFIGURED, demand, capacity)
                : new Budget(Math.max(1, seen), Source.SEEN, demand, capacity);
    }

    /** How the number of instances is known. */
    public enum Source {
        /** quarry.pool.instances says it. */
        CONFIGURED,
        /** Those that are connected were counted. */
        SEEN
    }

    /** Whether it is enough. */
    public enum Verdict {
        WITHIN,
        OVER
    }

    public int perInstance() {
        return demand.total();
    }

    public int needed() {
        return Math.multiplyExact(perInstance(), instances);
    }

    public Verdict verdict() {
        return needed() <= capacity.available() ? Verdict.WITHIN : Verdict.OVER;
    }

    /** The sum, in words. */
    public String sum() {
        return "%d of %d: %d instance%s (%s) × %d (%s; %d more while one migrates), against %s; %d in use now"
                .formatted(
                        needed(),
                        capacity.available(),
                        instances,
                        instances == 1 ? "" : "s",
                        from == Source.SEEN ? "seen" : "configured",
                        perInstance(),
                        demand,
                        ConnectionDemand.WHILE_MIGRATING,
                        capacity.limit(),
                        capacity.inUse());
    }

    /** What to change when it is not enough. */
    public static String remedy() {
        return "Lower quarry.pool.*.pool-size or max-overflow, run fewer instances, raise the server's limit, or put a"
                + " transaction pooler before it (with DATABASE_DIRECT_URL)";
    }
}
