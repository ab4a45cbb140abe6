/** What operators ask: pools and budget, the pipeline, locks, spaces; and the switch from one space to another. */
@NullMarked
package dev.quarry.admin;

import org.jspecify.annotations.NullMarked;
