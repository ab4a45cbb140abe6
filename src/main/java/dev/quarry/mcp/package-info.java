/**
 * The Model Context Protocol: assistants search, read and ask through the tools here, at {@code /mcp}.
 *
 * <p>The tools are what the interface is, with the same tenants, checks and limits; none of them changes anything. They are fixed
 * when the service is built: nothing that a document says adds one, or changes what one does. What a tool answers is JSON as
 * the interface has it.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-06-18/basic/transports">the protocol's transports</a>
 */
@NullMarked
package dev.quarry.mcp;

import org.jspecify.annotations.NullMarked;
