package dev.quarry.embedding;

import java.util.List;

/** Turns texts into unit vectors. Works the processor or waits for a network: never called on the event loop. */
public interface EmbeddingModel {
    /** What is stamped on every vector, such as {@code all-minilm-l6-v2-q}. */
    String name();

    /** Numbers in a vector. */
    int dimensions();

    /**
     * Embeds passages to be found.
     *
     * @return a vector of {@link #dimensions()} numbers for each text, in order
     */
    List<float[]> embedPassages(List<String> texts);

    /** Embeds what somebody asks. It has a lane of its own: a bulk of passages does not hold it up. */
    float[] embedQuery(String text);
}
