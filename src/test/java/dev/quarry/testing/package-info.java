/** What tests stand on: a real database, and a client of the service's own interface. */
@NullMarked
package dev.quarry.testing;

import org.jspecify.annotations.NullMarked;
