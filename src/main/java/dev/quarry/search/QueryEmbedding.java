package dev.quarry.search;

import dev.quarry.embedding.LiveSpace;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The embedding of one search's text: made once, however often the search asks its legs for more. */
public final class QueryEmbedding {
    private volatile @Nullable Made made;

    private record Made(LiveSpace live, float[] vector) {}

    /**
     * The text's vector in that space; made anew where the service went over to another one in between.
     *
     * @param embed makes it, and takes its time
     */
    float[] in(LiveSpace live, Supplier<float[]> embed) {
        Made before = made;
        if (before != null && before.live().equals(live)) {
            return before.vector();
        }
        float[] vector = embed.get();
        made = new Made(live, vector);
        return vector;
    }
}
