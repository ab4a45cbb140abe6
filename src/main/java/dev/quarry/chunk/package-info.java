/**
 * Chunks: how a text is cut, how the pieces are stored, and the lexical index over them.
 *
 * <p>A {@link dev.quarry.chunk.Chunker} is pure and deterministic: the same text gives the same spans, and a chunk's
 * content is exactly the text between its offsets. Sizes are tokens of the embedding model, which this package knows only
 * as a {@link dev.quarry.chunk.Tokenizer}.
 */
@NullMarked
package dev.quarry.chunk;

import org.jspecify.annotations.NullMarked;
