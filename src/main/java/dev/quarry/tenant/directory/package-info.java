/**
 * The tenants: made, named, and deleted with all their rows.
 *
 * <p>A deletion is written down first ({@code tenants.deleting_since}); from then on nobody gets in. The rows go in portions,
 * by whichever instance works, until none is left; then the tenant itself goes.
 */
@NullMarked
package dev.quarry.tenant.directory;

import org.jspecify.annotations.NullMarked;
