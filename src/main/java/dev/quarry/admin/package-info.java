/** What operators ask: the state of the pools and the budget of connections. Reads only. */
@NullMarked
package dev.quarry.admin;

import org.jspecify.annotations.NullMarked;
