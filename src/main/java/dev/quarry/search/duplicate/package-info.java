/**
 * Texts that say the same: found among many without comparing all with all.
 *
 * <p>Pure, and knows nothing of searches. Two texts are near-equal when their sets of three words in a row have a Jaccard
 * similarity of 0.9 or more and the same words with digits stand in both: a sheet for 40 Nm is no copy of one for 45 Nm.
 */
@NullMarked
package dev.quarry.search.duplicate;

import org.jspecify.annotations.NullMarked;
