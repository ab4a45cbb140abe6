/**
 * Search by words and by spelling: what a query says, and the statements that find it.
 *
 * <pre>
 *   text ─► QueryText ─┬─ words ─────► Bm25Terms ─► Bm25Plan ─► Bm25Sql        ranked chunks
 *                      ├─ phrases,                                 ▲
 *                      │  exclusions ► WordConditions ─────────────┤           also over what other legs found
 *          filter ─► Scope ────────────────────────────────────────┤
 *                      └─ words ─────► FuzzySql ◄──────────────────┘           chunks by similar spelling
 * </pre>
 *
 * <p>Nothing here knows of capabilities or of fusion; {@code dev.quarry.search} calls in here, never the other way.
 */
@NullMarked
package dev.quarry.search.lexical;

import org.jspecify.annotations.NullMarked;
