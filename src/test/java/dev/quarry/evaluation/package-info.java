/**
 * Measures how well the service finds, on a judged collection in BEIR's layout.
 *
 * <p>{@link dev.quarry.evaluation.BeirEvaluation} reads the collection, loads it into a service, puts every judged query to
 * it in several ways ({@link dev.quarry.evaluation.SearchVariant}), and reports the {@link dev.quarry.evaluation.Metric}s
 * of each. It only speaks HTTP: what is measured is what users get.
 *
 * @see <a href="https://arxiv.org/abs/2104.08663">Thakur et al., BEIR (2021)</a>
 */
@NullMarked
package dev.quarry.evaluation;

import org.jspecify.annotations.NullMarked;
