/**
 * Chunks: how a text is cut, how the pieces are stored, and the lexical index over them.
 *
 * <p>{@link dev.quarry.chunk.ChunkingStrategy} names the ways to cut. A {@link dev.quarry.chunk.Chunker} is pure and
 * deterministic: the same text gives the same spans, and a chunk's content is exactly the text between its offsets. Sizes are
 * tokens of the embedding model, which this package knows only as a {@link dev.quarry.chunk.Tokenizer} and, where meaning
 * decides, as {@link dev.quarry.chunk.SentenceVectors}.
 *
 * <p>A strategy finds {@code Span}s of a {@code SourceText} that fit; the text makes chunks of them: trimmed, counted one by
 * one, with their headings and the overlap that is asked for.
 */
@NullMarked
package dev.quarry.chunk;

import org.jspecify.annotations.NullMarked;
