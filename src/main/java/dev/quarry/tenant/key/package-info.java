/**
 * API keys: made, shown once, found by their hash, revoked.
 *
 * <p>A key is stored as the SHA-256 of its text. It is found by that hash, in an index, so that what a wrong key has in common
 * with a right one changes nothing about the time that it takes; and compared once more in constant time. What is found is
 * remembered for seconds; a revocation is notified to every instance.
 */
@NullMarked
package dev.quarry.tenant.key;

import org.jspecify.annotations.NullMarked;
