package dev.quarry.extract;

import java.io.IOException;

/** Reads files of one format. Keeps nothing between files. */
@FunctionalInterface
public interface Extractor {
    /**
     * Reads a file on the calling thread.
     *
     * @throws IOException when the file is not well-formed
     * @throws dev.quarry.failure.Failure.Invalid when it goes beyond the budget
     */
    Extraction extract(SourceFile file, Budget budget) throws IOException;
}
