package dev.quarry.document;

import dev.quarry.chunk.ChunkingStrategy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a document may be, and how it is cut when its author does not say. */
@ConfigMapping(prefix = "quarry.document")
public interface DocumentConfig {
    /** Characters of content at most. */
    @WithDefault("10000000")
    int maxContentLength();

    /** Characters of a title or a source URI at most; an external id has at most 500. */
    @WithDefault("1000")
    int maxFieldLength();

    /** Characters of the metadata's JSON at most. */
    @WithDefault("65536")
    int maxMetadataLength();

    /** Documents that one request deletes by a filter, at most. */
    @WithDefault("10000")
    int maxDeletion();

    /** Bytes of a line in a stream of documents at most. */
    @WithDefault("48000000")
    int maxBulkLine();

    /** Streams of documents, in or out, that an instance serves at once. */
    @WithDefault("4")
    int bulkStreams();

    /** The language (ISO 639-1) of documents that name none and whose text does not tell. */
    @WithDefault("en")
    String defaultLanguage();

    /**
     * How far the likeliest language must lead the second before the detector's word is taken, as its share of the two: 0.5
     * always takes it, 1 never.
     */
    @WithDefault("0.56")
    double languageConfidence();

    /** How long storing one document may take. */
    @WithDefault("30s")
    Duration writeDeadline();

    /** How long reading one document may take. */
    @WithDefault("5s")
    Duration readDeadline();

    /** How documents are cut. */
    Chunking chunking();

    /** The default chunking. */
    interface Chunking {
        /** The strategy: {@code recursive}, {@code fixed}, {@code sentence}, {@code markdown}, {@code page} or {@code semantic}. */
        @WithDefault("recursive")
        ChunkingStrategy strategy();

        /** Tokens of a chunk at most; the embedding model's limit where that is lower. */
        @WithDefault("126")
        int size();

        /** Tokens that a chunk shares with the one before it. */
        @WithDefault("0")
        int overlap();

        /** Cutting by meaning, which embeds every sentence while the document's author waits. */
        Semantic semantic();

        /** Showing chunks without storing them. */
        Preview preview();
    }

    /** The strategy {@code semantic}. */
    interface Semantic {
        /** Sentences of a text at most; a text with more is refused. */
        @WithDefault("4000")
        int maxSentences();

        /** Texts whose sentences are embedded at once; others wait. */
        @WithDefault("2")
        int concurrency();

        /** How long embedding a text's sentences may take, waiting for a turn included. */
        @WithDefault("60s")
        Duration deadline();
    }

    /** {@code POST /chunking/preview}. */
    interface Preview {
        /** Characters of content at most. */
        @WithDefault("1000000")
        int maxContentLength();
    }
}
