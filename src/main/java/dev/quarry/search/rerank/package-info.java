/**
 * A second opinion on the best hits, from a model elsewhere: any service that speaks Cohere's {@code /rerank} (Cohere, Jina,
 * vLLM, Infinity, LiteLLM) or Text Embeddings Inference's.
 *
 * <p>It may be late, away or wrong: the search then keeps the order that it had. {@link dev.quarry.search.rerank.Reranker} is
 * the door; {@link dev.quarry.search.rerank.RerankCall} sends one request, and a circuit breaker leaves a service alone that
 * is not well. Knows nothing of searches.
 *
 * @see <a href="https://docs.cohere.com/reference/rerank">Cohere's reference</a>
 * @see <a href="https://huggingface.github.io/text-embeddings-inference/">Text Embeddings Inference's reference</a>
 */
@NullMarked
package dev.quarry.search.rerank;

import org.jspecify.annotations.NullMarked;
