/**
 * {@code quarry doctor}: looks at the databases that are named and says of each what is well, what is not, and what to
 * change. It starts nothing, migrates nothing and changes nothing.
 */
@NullMarked
package dev.quarry.doctor;

import org.jspecify.annotations.NullMarked;
