/**
 * How well each way to cut finds the sentences that answer a question: {@code make eval-chunking}.
 *
 * <p>The questions and the metrics are those of Smith and Troynikov, "Evaluating Chunking Strategies for Retrieval" (Chroma,
 * 2024): each question comes with the stretches of a text that answer it, and what is found is held against them character by
 * character. The packaged model's vectors are compared in memory; no service is needed.
 *
 * @see <a href="https://research.trychroma.com/evaluating-chunking">Evaluating Chunking Strategies for Retrieval</a>
 */
@NullMarked
package dev.quarry.evaluation.chunking;

import org.jspecify.annotations.NullMarked;
