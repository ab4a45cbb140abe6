/**
 * Embeddings from elsewhere: any service that speaks OpenAI's {@code POST /v1/embeddings}.
 *
 * <p>{@link dev.quarry.embedding.http.EmbeddingsCall} sends one request and says what came of it; {@link
 * dev.quarry.embedding.http.Provider} decides whether to try again, to wait, or to give up; {@link
 * dev.quarry.embedding.http.Bulk} cuts many texts into requests. The key leaves {@link dev.quarry.embedding.http.ApiKey}
 * only in the header of a request. This room knows nothing of its surroundings: {@code dev.quarry.embedding} makes a model of
 * it.
 *
 * <pre>
 *   closed --- n failures in a row ---> open --- its time has passed ---> half open
 *     ^                                  ^                                  |    |
 *     |                                  +----- the one trial failed -------+    |
 *     +------------------------ the one trial was answered ----------------------+
 * </pre>
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings/create">OpenAI's reference</a>
 */
@NullMarked
package dev.quarry.embedding.http;

import org.jspecify.annotations.NullMarked;
