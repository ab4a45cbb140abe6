package dev.quarry.postgres;

import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.url.DatabaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Which URL serves what, and under which name this instance connects. */
@ApplicationScoped
public class DatabaseAddresses {
    private static final String SERVICE = "quarry";

    private final DatabaseUrl main;
    private final Optional<DatabaseUrl> direct;
    private final Optional<DatabaseUrl> read;
    private final PoolConfig.Mode mode;

    /** Tells this process from the other instances in the server's activity view. */
    private final String instance =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

    DatabaseAddresses(DatabaseConfig config, PoolConfig pools) {
        this.main = DatabaseUrl.parse(config.url());
        this.direct = config.directUrl().map(DatabaseUrl::parse);
        this.read = config.readUrl().map(DatabaseUrl::parse);
        this.mode = pools.mode();
    }

    /** Where requests and the pipeline's short statements go. */
    public DatabaseUrl main() {
        return main;
    }

    /** Where session locks, LISTEN and migrations go. */
    public DatabaseUrl direct() {
        return direct.orElse(main);
    }

    /** Where searches may go, when there is a standby. */
    public Optional<DatabaseUrl> read() {
        return read;
    }

    /** Whether every transaction may run in another session there. The direct URL is what it says it is. */
    public boolean isTransactionPooler(DatabaseUrl url) {
        return switch (mode) {
            case SESSION -> false;
            case TRANSACTION -> direct.filter(url::equals).isEmpty();
            case AUTO, NULL -> url.namesTransactionPooler();
        };
    }

    /** {@code service:instance:pool}; instances are counted by it. */
    public String applicationName(DatabaseUrl url, String pool) {
        return url.parameters().getOrDefault("application_name", SERVICE) + ":" + instance + ":" + pool;
    }
}
