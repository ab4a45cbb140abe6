/**
 * Measures the vector indexes: how many of the truly nearest they find, how fast, in how many bytes.
 *
 * <p>{@link dev.quarry.embedding.recall.RecallBenchmark} does it at full size, with real texts; a test of the indexes
 * asserts it on every build with a few thousand {@link dev.quarry.embedding.recall.SyntheticVectors}.
 */
@NullMarked
package dev.quarry.embedding.recall;

import org.jspecify.annotations.NullMarked;
