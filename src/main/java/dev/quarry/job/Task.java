package dev.quarry.job;

import dev.quarry.tenant.TenantId;
import java.util.UUID;

/**
 * A task that this worker holds the lease of.
 *
 * @param subject what it is about; the handler knows what that means
 * @param attempt which attempt this is, from 1
 * @param claim the lease's number
 * @param takeovers how many leases of this task ran out because nobody renewed them
 * @param takenOver whether the lease before this one did
 * @param cancelled whether its job was cancelled: it is to end, not to be performed
 */
public record Task(
        TenantId tenant,
        UUID jobId,
        int number,
        String kind,
        String subject,
        int attempt,
        int claim,
        int takeovers,
        boolean takenOver,
        boolean cancelled) {}
