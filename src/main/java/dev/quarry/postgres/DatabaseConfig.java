package dev.quarry.postgres;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where the database is. */
@ConfigMapping(prefix = "quarry.database")
public interface DatabaseConfig {
    /**
     * The database's URL. Set through {@code DATABASE_URL}, else {@code SUPABASE_POSTGRES_DSN}; without either, the
     * embedded PostgreSQL is started and its URL stands here.
     */
    String url();

    /**
     * The server itself, for migrations, session locks and LISTEN, when the URL leads to a transaction pooler. Set through
     * {@code DATABASE_DIRECT_URL}.
     */
    Optional<String> directUrl();

    /**
     * A standby that searches may use; they fall back to the URL when it cannot be reached. Set through {@code
     * DATABASE_READ_URL}.
     */
    Optional<String> readUrl();
}
