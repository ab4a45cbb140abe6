/**
 * Models that run in this process: an ONNX file, the tokenizer that belongs to it, and the way from a text to a vector.
 *
 * <p>Nothing here uses more than the calling thread, and all of it may be called by many threads at once. Both files are held
 * in native memory until they are closed. This room knows nothing of its surroundings: {@code dev.quarry.embedding} makes a
 * model of it.
 */
@NullMarked
package dev.quarry.embedding.onnx;

import org.jspecify.annotations.NullMarked;
