/**
 * The packaged service in several processes on one PostgreSQL, which are killed, stopped and cut off while they embed: {@code
 * make test-pipeline}. The provider is a stub in the tests' own process, which counts every text.
 */
@NullMarked
package dev.quarry.pipeline;

import org.jspecify.annotations.NullMarked;
