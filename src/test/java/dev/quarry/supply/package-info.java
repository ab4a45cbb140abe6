/** What the service is made of. */
@NullMarked
package dev.quarry.supply;

import org.jspecify.annotations.NullMarked;
