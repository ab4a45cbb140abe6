/** Liveness, readiness and start-up, as orchestrators ask for them. */
@NullMarked
package dev.quarry.health;

import org.jspecify.annotations.NullMarked;
