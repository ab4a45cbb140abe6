package dev.quarry.embedding;

import dev.quarry.chunk.Tokenizer;
import java.time.Duration;
import java.util.List;

/**
 * Turns texts into unit vectors. Works the processor or waits for a network: never called on the event loop.
 *
 * <p>A failure of the provider is a {@link dev.quarry.failure.Failure}: {@code Busy} says when to come back, {@code
 * Upstream} what is wrong.
 */
public interface EmbeddingModel extends AutoCloseable {
    /** What is stamped on every vector, such as {@code all-minilm-l6-v2-q}: vectors of two names are never compared. */
    String name();

    /** Numbers in a vector. */
    int dimensions();

    /** The languages in which it finds what is meant. */
    SpokenLanguages languages();

    /** Counts as this model does, for texts to be passages of it. Closed with it. */
    Tokenizer tokenizer();

    /**
     * Embeds passages to be found.
     *
     * @return a vector of {@link #dimensions()} numbers for each text, in order
     */
    List<float[]> embedPassages(List<String> texts);

    /** How long passages are to wait because the provider said so; zero when they may be sent. */
    default Duration busyFor() {
        return Duration.ZERO;
    }

    /** Embeds what somebody asks. It has a lane of its own: a bulk of passages does not hold it up. */
    float[] embedQuery(String text);

    @Override
    void close();
}
