/**
 * How well the service finds: questions with judged documents are put to it, and what it answers is measured.
 *
 * <pre>
 *   POST ─► EvaluationRuns ─► evaluations, evaluation_queries, and a job with a task a query
 *                                                                  │
 *            giveWay ◄─ EvaluateQueryHandler ◄──────── claimed ────┘
 *                              │  each capability alone, then all fused, through the Searcher
 *                              ▼
 *                       RankingMetrics ─► evaluation_results ─► means, comparisons: in SQL
 * </pre>
 *
 * <p>A run has the id of its job. A task may be performed twice: what is measured stays, unless it was degraded. Everything
 * that decides what is found is stored with the run, and a task that finds it changed fails rather than mix two of them.
 */
@NullMarked
package dev.quarry.evaluation;

import org.jspecify.annotations.NullMarked;
