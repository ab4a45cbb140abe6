/**
 * Measures the embedding pipeline, what it adds to the bare model and what a backlog adds to a search, and searches over a
 * large corpus.
 *
 * <p>Both start the packaged service on an empty PostgreSQL. {@link dev.quarry.benchmark.PipelineBenchmark} measures two things
 * in turns and reports their ratios: other work on the machine falls on both. {@link dev.quarry.benchmark.SearchBenchmark}
 * gives times, of the machine it runs on, and a search's over its slowest leg's.
 */
@NullMarked
package dev.quarry.benchmark;

import org.jspecify.annotations.NullMarked;
