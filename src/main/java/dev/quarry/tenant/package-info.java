/**
 * Whose data it is, and who may do what with it. Every tenant table's key leads with a {@link dev.quarry.tenant.TenantId}.
 *
 * <p>Rooms, each of which knows only those before it: {@code key} has the API keys, {@code directory} the tenants,
 * {@code audit} what was changed by whom, {@code token} an issuer's tokens, {@code gate} the one door that every request passes.
 */
@NullMarked
package dev.quarry.tenant;

import org.jspecify.annotations.NullMarked;
