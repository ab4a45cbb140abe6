package dev.quarry.embedding;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The embedding model in the process and the index over its vectors. */
@ConfigMapping(prefix = "quarry.embedding")
public interface EmbeddingConfig {
    /** Threads that embed passages. */
    @WithDefault("2")
    int threads();

    /** Which vector index to use: auto takes pgvector where the server offers it. */
    @WithDefault("auto")
    IndexChoice index();

    /** Candidates that the portable index looks at exactly, at least. */
    @WithDefault("400")
    int candidates();

    /** Breadth of the search in pgvector's HNSW graph, at least. */
    @WithDefault("100")
    int efSearch();

    /** How the vector index is chosen. */
    enum IndexChoice {
        AUTO,
        PGVECTOR,
        PORTABLE
    }
}
