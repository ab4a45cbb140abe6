package dev.quarry.admin;

import dev.quarry.postgres.DatabaseUrls;
import dev.quarry.postgres.DatabaseUrls.Purpose;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.pool.PoolSnapshot;
import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.postgres.url.HostAndPort;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A pool of this instance as operators see it. */
@Schema(description = "A pool of connections of this instance.")
record PoolState(
        @Schema(description = "main serves requests, read searches on a standby, worker and direct the pipeline.")
        String name,

        @Schema(
                description =
                        "session: a connection is a session; transaction: a pooler gives each transaction another;"
                                + " null: nothing is pooled here.",
                implementation = String.class,
                enumeration = {"session", "transaction", "null"})
        PoolConfig.Mode mode,

        @Schema(description = "Where it leads: host:port, several with commas between.")
        String server,

        @Schema(description = "Connections that are kept open.")
        int minSize,

        @Schema(description = "Connections that are kept when they are given back.")
        int poolSize,

        @Schema(description = "Further connections under load.")
        int maxOverflow,

        @Schema(description = "Connections there are.") int size,
        @Schema(description = "Connections that are lent.") int inUse,
        @Schema(description = "Connections that are free.") int idle,

        @Schema(description = "Connections that are being opened.")
        int opening,

        @Schema(description = "Requests that wait for a connection.")
        int waiting,

        @Schema(description = "Connections lent since the start.")
        long acquired,

        @Schema(description = "Requests that waited in vain.")
        long timeouts,

        @Schema(description = "Requests that could not even wait.")
        long refused,

        @Schema(description = "Connections opened since the start.")
        long opened,

        @Schema(description = "Attempts to open one that failed.")
        long openFailures,

        @Schema(description = "Connections closed since the start.")
        long closed,

        @Schema(description = "Those of them that were replaced for their age or their use.")
        long recycled,

        @Schema(description = "Idle connections that gave no sign of life.")
        long pingsFailed) {

    static PoolState of(PoolSnapshot pool, DatabaseUrls urls) {
        Purpose purpose = purpose(pool.name());
        DatabaseUrl url = urls.all().getOrDefault(purpose, urls.main());
        return new PoolState(
                pool.name(),
                mode(urls, urls.all().containsKey(purpose) ? purpose : Purpose.MAIN),
                url.hosts().stream().map(HostAndPort::toString).collect(Collectors.joining(",")),
                pool.minSize(),
                pool.poolSize(),
                pool.maxOverflow(),
                pool.size(),
                pool.inUse(),
                pool.idle(),
                pool.opening(),
                pool.waiting(),
                pool.acquired(),
                pool.timeouts(),
                pool.refused(),
                pool.opened(),
                pool.openFailures(),
                pool.closed(),
                pool.recycled(),
                pool.pingsFailed());
    }

    private static Purpose purpose(String pool) {
        return switch (pool) {
            case "read" -> Purpose.READ;
            case "direct" -> Purpose.DIRECT;
            default -> Purpose.MAIN;
        };
    }

    private static PoolConfig.Mode mode(DatabaseUrls urls, Purpose purpose) {
        if (urls.isTransactionPooler(purpose)) {
            return PoolConfig.Mode.TRANSACTION;
        }
        return urls.mode() == PoolConfig.Mode.NULL && purpose == Purpose.MAIN
                ? PoolConfig.Mode.NULL
                : PoolConfig.Mode.SESSION;
    }
}
