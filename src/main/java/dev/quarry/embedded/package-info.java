/**
 * The embedded PostgreSQL: what runs when no database was named.
 *
 * <p>A real PostgreSQL 18, unpacked from the class path into the data folder and run beside the service, on the loopback
 * address, a free port and a password of its own. It is durable: {@code fsync} and {@code synchronous_commit} are on.
 *
 * <pre>
 *   data/postgres (0700) ── lock       held by the service that owns the folder
 *                        ── binaries   PostgreSQL, unpacked once
 *                        ── cluster    its data
 *                        ── password   of the role 'quarry', readable by its owner only
 * </pre>
 *
 * <p>A server left behind by a killed service is stopped before a new one starts. Only {@code main} and tests start it.
 */
@NullMarked
package dev.quarry.embedded;

import org.jspecify.annotations.NullMarked;
