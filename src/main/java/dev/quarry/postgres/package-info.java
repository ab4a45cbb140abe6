/**
 * PostgreSQL as Quarry uses it: the URL, the pools and their lifecycle, the one door to a connection, advisory locks.
 *
 * <pre>
 *   DatabaseUrl ──► Pools (main, worker, direct) ──► Database: read, write ──► a *Sql function
 *        │                       └────────────────► DirectConnections: session locks
 *        └────────► Migrations (their own short JDBC connection)
 * </pre>
 *
 * <p>Invariants: SQL runs through {@link dev.quarry.postgres.Database} or, where a session must outlive a transaction,
 * on a {@link dev.quarry.postgres.LockedSession}. Every transaction names the rows that it may see
 * ({@link dev.quarry.postgres.RowScope}) and the time that it may take. Nobody asks for a second connection while
 * holding one.
 *
 * <p>Every package above may call this one; it imports {@code failure} only.
 */
@NullMarked
package dev.quarry.postgres;

import org.jspecify.annotations.NullMarked;
