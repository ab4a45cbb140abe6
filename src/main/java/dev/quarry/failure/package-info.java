/**
 * The failures that Quarry expects, as one sealed set.
 *
 * <p>A {@link dev.quarry.failure.Failure} says what was wrong, what is allowed and what to do. It knows nothing of HTTP:
 * {@code dev.quarry.http} gives each kind its status. Anything that is not a {@code Failure} is a defect of ours and is
 * answered as such. Every package may throw these; this package imports nothing of Quarry.
 */
@NullMarked
package dev.quarry.failure;

import org.jspecify.annotations.NullMarked;
