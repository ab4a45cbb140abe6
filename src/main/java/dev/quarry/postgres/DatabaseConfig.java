package dev.quarry.postgres;

import io.smallrye.config.ConfigMapping;

/** Where the database is. */
@ConfigMapping(prefix = "quarry.database")
public interface DatabaseConfig {
    /**
     * The database's URL. Set through {@code DATABASE_URL}, else {@code SUPABASE_POSTGRES_DSN}; without either, the
     * embedded PostgreSQL is started and its URL stands here.
     */
    String url();
}
