/**
 * Search: one question, several capabilities at once, one answer.
 *
 * <pre>
 *   SearchResource ─► Searcher ─┬─► QuestionSearch ─► FanOut ─┬─► vector   ─┐
 *                               │                             ├─► bm25     ─┼─► Fusion ─► Ranking ─► CandidateReader
 *                               │                             ├─► fuzzy    ─┤             (texts, Folding) │
 *                               │                             └─► sql:NAME ─┘                              │
 *                               │   AnswerWriter ◄─ HitDetails ◄─ Ordering (rerank, Diversity) ◄───────────┘
 *                               └─► ListingSearch: no question, only a filter
 *                        each leg on its own connection, within its own deadline
 * </pre>
 *
 * <p>A leg that fails or is late is reported and the others are answered: the answer is {@code degraded}, never missing. No
 * state is kept between pages: what decides which hits there are, and their order, depends on nothing that differs from page
 * to page.
 */
@NullMarked
package dev.quarry.search;

import org.jspecify.annotations.NullMarked;
