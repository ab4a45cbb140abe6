/**
 * The service as a program beside it sees it: its HTTP interface and nothing of its inside. The command line tools stand
 * on it.
 */
@NullMarked
package dev.quarry.client;

import org.jspecify.annotations.NullMarked;
