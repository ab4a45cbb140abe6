/** Whose data it is. Every tenant table's key leads with a {@link dev.quarry.tenant.TenantId}. */
@NullMarked
package dev.quarry.tenant;

import org.jspecify.annotations.NullMarked;
