/**
 * What admins and operators changed, when and from where: an event in the log, and a row that can be asked for.
 *
 * <p>The gate notes every request that changes something and needs an administrator, whatever becomes of it: an endpoint cannot
 * forget to. A row is written after the answer; the log's line is written in any case.
 */
@NullMarked
package dev.quarry.tenant.audit;

import org.jspecify.annotations.NullMarked;
