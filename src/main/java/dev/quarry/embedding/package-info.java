/**
 * Embeddings: the model that makes them, the space they live in, the index that finds the nearest.
 *
 * <p>An {@link dev.quarry.embedding.EmbeddingSpace} is one model's vectors. It has its own tables, whose form depends on
 * what the server offers: {@link dev.quarry.embedding.PgvectorIndex} with the pgvector extension, {@link
 * dev.quarry.embedding.PortableIndex} in core SQL without. Vectors are unit vectors of {@code float}s; the similarity of
 * two is their cosine, from -1 to 1, larger is nearer.
 */
@NullMarked
package dev.quarry.embedding;

import org.jspecify.annotations.NullMarked;
