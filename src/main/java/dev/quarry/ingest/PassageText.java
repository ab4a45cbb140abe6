package dev.quarry.ingest;

import dev.quarry.chunk.Tokenizer;

/**
 * The text that is embedded for a chunk: its document's title, as far as the model has room for it, and the chunk.
 *
 * <p>A passage taken out of its document often does not say what it is about; the title does. The chunk comes first in the
 * budget: the model never drops a word of it.
 */
final class PassageText {
    private PassageText() {}

    static String of(String title, PipelineSql.MissingChunk chunk, Tokenizer tokenizer) {
        int room = tokenizer.limit() - chunk.tokens();
        return tokenizer.count(title) <= room ? title + "\n" + chunk.content() : chunk.content();
    }
}
