/**
 * The user's own tables in the search: a query from the settings becomes the capability {@code sql:NAME}.
 *
 * <pre>
 *   quarry.search.sql.NAME.* ─► OwnQuery ─► QueryTemplate          SETTINGS: names, limits, parameters; no database yet
 *                                  │
 *                                  └─► QueryCheck ─► Column…       CAPABILITIES: the server prepares it; or the start is refused
 *                                         │
 *   SearchQuery ─► SqlCapability ◄────────┘ ─► OwnRowsSql ─► OwnRow ─► Item.OwnRecord | Item.Chunk
 * </pre>
 *
 * <p>Invariants: what a caller sends is a parameter and never SQL; the statement runs in a read-only transaction with the
 * tenant's row scope, as the configured role, within the leg's deadline; rows and their size are bounded here, whatever the
 * query says; a chunk that a row stands for is one that the tenant has and the request's filter lets through.
 */
@NullMarked
package dev.quarry.search.sql;

import org.jspecify.annotations.NullMarked;
