package dev.quarry.embedding;

import dev.quarry.embedding.onnx.Pooling;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The embedding model and the index over its vectors. */
@ConfigMapping(prefix = "quarry.embedding")
public interface EmbeddingConfig {
    /** The model that is searched with. */
    @WithParentName
    Model current();

    /** A second model, the next one: it has every setting of the first, under {@code quarry.embedding.next}, and is there once its provider is set. */
    Model next();

    /** Threads that embed passages in this process; each uses one processor at most. */
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

    /** Chunks of a tenant, or of what a filter leaves, up to which pgvector compares them all and the portable index looks at their signatures alone. */
    @WithDefault("4000")
    int compareAllUpTo();

    /** How the vector index is chosen. */
    enum IndexChoice {
        AUTO,
        PGVECTOR,
        PORTABLE
    }

    /** What {@link Model#provider()} can be. */
    enum Provider {
        ONNX,
        HTTP
    }

    /** One model's settings. */
    interface Model {
        /** Where the model runs: {@code onnx}, in this process, which is the default; {@code http}, anywhere that speaks OpenAI's embeddings. */
        Optional<Provider> provider();

        /** What the model is called; for {@code onnx} only a part of its stamp, the file's name by default. */
        Optional<String> model();

        /** For {@code http}: the server, the base such as {@code https://api.openai.com/v1}, or all of it up to {@code /embeddings}. */
        Optional<String> url();

        /** For {@code http}: sent as a bearer token. */
        Optional<String> apiKey();

        /** Numbers in a vector; the model is asked at start where this is not set. */
        OptionalInt dimensions();

        /** Tokens that the model reads, the marks around a text included: 128 for the packaged model, 512 for others. */
        OptionalInt maxTokens();

        /** Put before what somebody asks, such as e5's {@code "query: "}. */
        Optional<String> queryPrefix();

        /** Put before every passage, such as e5's {@code "passage: "}. */
        Optional<String> passagePrefix();

        /** The model in this process. */
        Onnx onnx();

        /** The model elsewhere. */
        Http http();
    }

    /** A model in this process. */
    interface Onnx {
        /** An ONNX file on disk; the packaged all-MiniLM-L6-v2 where this is not set. */
        Optional<Path> path();

        /** The {@code tokenizer.json} that belongs to it. */
        Optional<Path> tokenizer();

        /** How the vectors of a text's tokens become one, as the model's author says: {@code mean} or {@code cls}. */
        @WithDefault("mean")
        Pooling pooling();
    }

    /** A model elsewhere. */
    interface Http {
        /** The model's {@code tokenizer.json}; without it texts are counted as the packaged model does, mostly too high. */
        Optional<Path> tokenizer();

        /** Texts in a request, at most. */
        @WithDefault("32")
        int batchSize();

        /** Tokens in a request, at most. */
        @WithDefault("16384")
        int batchTokens();

        /** Requests with passages under way at once; queries are not counted. */
        @WithDefault("4")
        int concurrency();

        /** Whether {@code quarry.embedding.dimensions} is sent along, for models that can shorten their vectors. */
        @WithDefault("false")
        boolean sendDimensions();

        /** How long opening a connection may take. */
        @WithDefault("5s")
        Duration connectTimeout();

        /** How long one request with passages may take. */
        @WithDefault("60s")
        Duration requestTimeout();

        /** How long embedding a query may take, further tries included. */
        @WithDefault("3s")
        Duration queryTimeout();

        /** Further tries after a failure that may pass. */
        @WithDefault("3")
        int retries();

        /** How long passages wait in place when the provider wants fewer requests; a longer wait postpones the document. */
        @WithDefault("20s")
        Duration longestWait();

        /** Failures in a row after which the provider is left alone. */
        @WithDefault("5")
        int breakerFailures();

        /** How long it is left alone. */
        @WithDefault("15s")
        Duration breakerOpen();
    }
}
