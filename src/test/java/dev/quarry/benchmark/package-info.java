/**
 * Measures the embedding pipeline: what it adds to the bare model, and what a backlog adds to a search.
 *
 * <p>{@link dev.quarry.benchmark.PipelineBenchmark} starts the packaged service on an embedded PostgreSQL. It measures two
 * things in turns and reports their ratios: other work on the machine falls on both.
 */
@NullMarked
package dev.quarry.benchmark;

import org.jspecify.annotations.NullMarked;
