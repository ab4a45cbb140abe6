package dev.quarry.chunk;

import java.util.List;

/** Cuts a text into chunks. Pure and deterministic. */
public interface Chunker {
    /**
     * Cuts the text.
     *
     * @return spans in the text's order; none for a blank text. None is larger than {@code size} or begins or ends inside a
     *     surrogate pair; every character that is not white space lies in at least one
     */
    List<ChunkSpan> chunk(String text, ChunkSize size, Tokenizer tokenizer);
}
