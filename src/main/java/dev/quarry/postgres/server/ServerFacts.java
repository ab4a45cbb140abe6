package dev.quarry.postgres.server;

/**
 * What a server says of itself and of who asks.
 *
 * @param standby whether it only repeats another server's changes and takes none itself
 * @param mayCreateSchema whether the role may make Quarry's schema, or owns it already
 * @param backend the process that serves the transaction that asked
 */
public record ServerFacts(
        ServerVersion version,
        String database,
        String role,
        boolean superuser,
        boolean bypassesRowSecurity,
        boolean standby,
        boolean mayCreateSchema,
        int backend) {}
