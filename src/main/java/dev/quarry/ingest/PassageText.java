package dev.quarry.ingest;

import dev.quarry.chunk.Tokenizer;

/**
 * The text that is embedded for a chunk: its document's title and headings, as far as the model has room for them, and the
 * chunk.
 *
 * <p>A passage taken out of its document often does not say what it is about. The chunk comes first in the budget: the model
 * never drops a word of it. Of the context the end is kept, the headings nearest to the chunk.
 */
final class PassageText {
    private static final String SEPARATOR = " > ";

    private PassageText() {}

    static String of(PipelineSql.MissingChunk chunk, Tokenizer tokenizer) {
        int room = tokenizer.limit() - chunk.tokens();
        String context = chunk.context();
        while (tokenizer.count(context) > room) {
            int next = context.indexOf(SEPARATOR);
            if (next < 0) {
                return chunk.content();
            }
            context = context.substring(next + SEPARATOR.length());
        }
        return context + "\n" + chunk.content();
    }
}
