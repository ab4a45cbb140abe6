/** Quarry. */
@org.jspecify.annotations.NullMarked
package dev.quarry;
