package dev.quarry.chunk;

import java.util.List;

/** What sentences mean, as the embedding model sees it. Works the processor or waits for a network. */
public interface SentenceVectors {
    /** Sentences of one text at most; a text with more is refused before the first is embedded. */
    int limit();

    /**
     * Embeds sentences, none longer than the model reads.
     *
     * @return a unit vector for each, in order
     * @throws dev.quarry.failure.Failure.Busy when there is no capacity in time
     * @throws dev.quarry.failure.Failure.Upstream when the model's provider fails
     */
    List<float[]> embed(List<String> sentences);
}
