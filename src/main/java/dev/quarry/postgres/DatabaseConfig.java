package dev.quarry.postgres;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
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
     * The URL past a transaction pooler, for migrations, session locks and notifications. Set through {@code
     * DATABASE_DIRECT_URL}; the pipeline needs it when the database's URL leads to such a pooler.
     */
    Optional<String> directUrl();

    /** The URL of a standby for searches. Set through {@code DATABASE_READ_URL}. */
    Optional<String> readUrl();

    /**
     * How long a start waits for a database that is not there yet (no host, no answer, still starting, no connection free)
     * before it gives up. What waiting does not cure, such as a wrong password, ends it at once.
     */
    @WithName("wait")
    @WithDefault("0s")
    Duration longestWait();

    /** Whether that is the embedded PostgreSQL. The service says so itself; setting it changes nothing. */
    @WithDefault("false")
    boolean embedded();
}
