package dev.quarry.postgres;

import dev.quarry.postgres.pool.PoolConfig;
import io.vertx.mutiny.sqlclient.Pool;

/** A named pool with the settings that it was made from. */
record ConnectionPool(String name, Pool client, PoolConfig.Pool settings) {}
