/**
 * PostgreSQL as Quarry uses it: the one door to a connection, and what stands behind it.
 *
 * <pre>
 *   url.DatabaseUrl ──► pool.Connector ──► pool.ConnectionPool ──► Attempt ──► Transaction ──► a *Sql function
 *                                          │  main, read, worker        ▲
 *                                          │                            └─ Database: read, snapshot, write
 *                                          └─ direct ──► DirectConnections: session locks
 *   server.* asks a server about itself: StartCheck, ConnectionBudget, and the doctor
 *   Migrations have a short JDBC connection of their own; Notifications one that listens
 * </pre>
 *
 * <p>Invariants: SQL runs through {@link dev.quarry.postgres.Database} or, where a session must outlive a transaction,
 * on a {@link dev.quarry.postgres.LockedSession}. Every transaction names the rows that it may see
 * ({@link dev.quarry.postgres.RowScope}) and the time that it may take. Nobody asks for a second connection while
 * holding one.
 *
 * <p>Every package above may call this one; it imports {@code failure} only. Of its rooms, {@code url} knows none of the
 * others, {@code pool} knows {@code url}, {@code server} knows both, and none knows this one.
 */
@NullMarked
package dev.quarry.postgres;

import org.jspecify.annotations.NullMarked;
