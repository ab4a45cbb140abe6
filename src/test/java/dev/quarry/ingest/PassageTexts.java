package dev.quarry.ingest;

import dev.quarry.chunk.Tokenizer;
import dev.quarry.ingest.PipelineSql.MissingChunk;
import java.util.UUID;

/** Tells tools outside of the pipeline what it embeds for a chunk. */
public final class PassageTexts {
    private static final UUID ANY = new UUID(0, 0);

    private final Tokenizer tokenizer;

    public PassageTexts(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    public String of(String context, String content) {
        return Passage.of(new MissingChunk(ANY, ANY, 0, context, content), tokenizer)
                .text();
    }
}
