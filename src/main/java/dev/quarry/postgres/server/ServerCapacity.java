package dev.quarry.postgres.server;

import java.util.stream.IntStream;

/**
 * How many connections a server takes from this role to this database.
 *
 * @param maxConnections the server's limit
 * @param reserved those of them that it keeps for superusers and for maintenance
 * @param roleLimit the role's own limit; {@link #UNLIMITED} without one
 * @param databaseLimit the database's own limit; {@link #UNLIMITED} without one
 * @param inUse connections that are open now, everybody's
 * @param instances instances of the same name that are connected now
 */
public record ServerCapacity(
        int maxConnections, int reserved, int roleLimit, int databaseLimit, int inUse, int instances) {
    public static final int UNLIMITED = -1;

    /** What the tightest of the limits leaves. */
    public int available() {
        return IntStream.of(maxConnections - reserved, roleLimit, databaseLimit)
                .filter(limit -> limit != UNLIMITED)
                .min()
                .orElse(0);
    }

    /** Which limit that is, in words. */
    public String limit() {
        int available = available();
        if (available == roleLimit) {
            return "the role's connection limit " + roleLimit;
        }
        if (available == databaseLimit) {
            return "the database's connection limit " + databaseLimit;
        }
        return "max_connections " + maxConnections + " less " + reserved + " reserved";
    }
}
