/**
 * What is asked of a server before and while it is used: whether it can be reached and why not, what it is, how many
 * connections it takes and how many Quarry may open.
 *
 * <p>It opens nothing and changes nothing: whoever calls brings the connection. The start of the service, the doctor and
 * the operators' endpoint call it.
 */
@NullMarked
package dev.quarry.postgres.server;

import org.jspecify.annotations.NullMarked;
