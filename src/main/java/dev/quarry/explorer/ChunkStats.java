package dev.quarry.explorer;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What all chunks come to, at one moment. */
@Schema(description = "What all chunks come to, at one moment.")
public record ChunkStats(
        long documents,
        long chunks,
        States states,
        Origins origins,

        @Schema(description = "Characters of a chunk.") Sizes sizes,

        @Schema(description = "Tokens of a chunk, as the embedding model counted that was active when it was made.")
        Sizes tokens,

        @Schema(description = "By the strategy that cut the chunks, the most used first.")
        List<Strategy> strategies,

        @Schema(description = "By the documents' language, the most used first.")
        List<Language> languages,

        Vectors vectors,
        Duplicates duplicates,
        Orphans orphans) {

    /** How many chunks can be found. */
    @Schema(name = "ChunkStates")
    public record States(long serving, long disabled) {}

    /** Where the chunks' contents come from. */
    @Schema(name = "ChunkOrigins")
    public record Origins(long source, long edited, long added) {}

    /** How large chunks are; null without a chunk. */
    @Schema(name = "ChunkSizes")
    public record Sizes(
            @Nullable Integer smallest,
            @Nullable Double average,
            @Nullable Integer largest,

            @Schema(description = "How many chunks are at least this large, and smaller than the next.")
            List<Bucket> histogram) {}

    /**
     * A bar of a histogram.
     *
     * @param below null for the last, which has no end
     */
    @Schema(name = "ChunkSizeBucket")
    public record Bucket(int from, @Nullable Integer below, long chunks) {}

    /** What a strategy cut. */
    @Schema(name = "StrategyFigures")
    public record Strategy(String strategy, long documents, long chunks) {}

    /** What there is in a language. */
    @Schema(name = "LanguageFigures")
    public record Language(String language, long documents, long chunks) {}

    /** How far the serving chunks are embedded. */
    @Schema(name = "ChunkVectors")
    public record Vectors(
            @Schema(description = "The active embedding space.")
            int space,

            String model,

            @Schema(description = "Serving chunks that have a vector in it.")
            long embedded,

            @Schema(description = "Serving chunks that have none.")
            long missing) {}

    /** Contents, under the same headings, that several documents have. */
    @Schema(name = "DuplicateChunks")
    public record Duplicates(
            @Schema(description = "Contents that are in more than one document.")
            long groups,

            @Schema(description = "Chunks that have one of these contents.")
            long chunks,

            @Schema(description = "The contents that most chunks have, at most ten.")
            List<Group> largest) {}

    /**
     * One content that several documents have.
     *
     * @param chunkId one of its chunks
     */
    @Schema(name = "DuplicateGroup")
    public record Group(String contentHash, long chunks, long documents, UUID chunkId) {}

    /**
     * What lacks its other half. A chunk without a document cannot be: a foreign key sees to it, and another to vectors and
     * spellings of chunks that are gone.
     */
    @Schema(name = "Orphans")
    public record Orphans(
            @Schema(description = "Documents that have no chunk.")
            long documentsWithoutChunks,

            @Schema(description = "Vectors in the active space of chunks that do not serve; none, unless made by hand.")
            long vectorsWithoutServingChunk,

            @Schema(
                    description = "Serving chunks that the lexical index does not count: those without a word that is"
                            + " indexed, such as stop words alone.")
            long servingChunksWithoutWords,

            @Schema(
                    description =
                            "How many chunks more than there are the lexical index counts; none, unless rows were deleted"
                                    + " by hand.")
            long countedWithoutChunk) {}
}
