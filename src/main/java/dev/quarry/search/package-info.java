/**
 * Search: one question, several capabilities at once, one answer.
 *
 * <pre>
 *   SearchResource ─► Searcher ─► FanOut ─┬─► vector   ─┐
 *                                         ├─► bm25     ─┼─► Fusion ─► the hits' texts ─► answer
 *                                         ├─► fuzzy    ─┤
 *                                         └─► sql:NAME ─┘   the user's own queries, in the room search.sql
 *                        each on its own connection, within its own deadline
 * </pre>
 *
 * <p>A leg that fails or is late is reported and the others are answered: the answer is {@code degraded}, never missing.
 */
@NullMarked
package dev.quarry.search;

import org.jspecify.annotations.NullMarked;
