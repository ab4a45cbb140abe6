/**
 * The one door that every request passes before it reaches its resource: who asks, for whose data, may they, and how often.
 *
 * <p>What is not listed is shut: an address without a row in {@link dev.quarry.tenant.gate.Permissions} is for operators only.
 */
@NullMarked
package dev.quarry.tenant.gate;

import org.jspecify.annotations.NullMarked;
