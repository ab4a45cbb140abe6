/**
 * What all of the HTTP interface shares: addresses, parameters, and the one mapper from a failure to problem+json.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457: problem details</a>
 */
@NullMarked
package dev.quarry.http;

import org.jspecify.annotations.NullMarked;
