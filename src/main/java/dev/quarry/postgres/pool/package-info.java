/**
 * Pools of connections: opening, lending, keeping warm, renewing, counting. Vert.x speaks the protocol; what its own pool
 * lacks (a minimum, overflow, pre-ping, a bounded life in queries) stands here.
 *
 * <p>It knows nothing of transactions, tenants or SQL beyond a ping. Only {@code dev.quarry.postgres} calls it.
 */
@NullMarked
package dev.quarry.postgres.pool;

import org.jspecify.annotations.NullMarked;
