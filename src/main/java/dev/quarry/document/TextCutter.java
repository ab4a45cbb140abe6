package dev.quarry.document;

import dev.quarry.chunk.ChunkingPlan;
import dev.quarry.chunk.NewChunk;
import dev.quarry.chunk.SentenceVectors;
import dev.quarry.chunk.Tokenizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Cuts texts for the embedding model in use. Works the processor, and may wait for the model: not for the event loop. */
@ApplicationScoped
public class TextCutter {
    private final Tokenizer tokenizer;
    private final SentenceVectors vectors;

    TextCutter(Tokenizer tokenizer, SentenceVectors vectors) {
        this.tokenizer = tokenizer;
        this.vectors = vectors;
    }

    /**
     * The text's chunks in their order.
     *
     * @throws dev.quarry.failure.Failure.Invalid when the strategy cannot cut this text
     * @throws dev.quarry.failure.Failure.Busy when the strategy needs the model and it has no time
     * @throws dev.quarry.failure.Failure.Upstream when it fails
     */
    public List<NewChunk> cut(String content, ChunkingPlan plan) {
        return NewChunk.of(content, plan.strategy().chunker(vectors).chunk(content, plan.size(), tokenizer));
    }
}
