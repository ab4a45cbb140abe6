package dev.quarry.explorer;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What all chunks come to, at one moment. */
@Schema(description = "What all chunks come to, at one moment.")
public record ChunkStats(
        @Schema(description = "How many documents there are.")
        long documents,

        @Schema(description = "How many chunks there are.") long chunks,

        @Schema(description = "How many are found by searches.")
        States states,

        @Schema(description = "Where they come from.") Origins origins,

        @Schema(description = "Characters of a chunk.") Sizes sizes,

        @Schema(description = "Tokens of a chunk, as the embedding model counted that was active when it was made.")
        Sizes tokens,

        @Schema(description = "By the strategy that cut the chunks, the most used first.")
        List<Strategy> strategies,

        @Schema(description = "By the documents' language, the most used first.")
        List<Language> languages,

        @Schema(description = "How many have a vector.") Vectors vectors,
        @Schema(description = "Chunks that say the same.") Duplicates duplicates,
        @Schema(description = "What belongs to nothing.") Orphans orphans) {

    /** How many chunks can be found. */
    @Schema(name = "ChunkStates")
    public record States(
            @Schema(description = "Found by searches.") long serving,
            @Schema(description = "Not found by searches.") long disabled) {}

    /** Where the chunks' contents come from. */
    @Schema(name = "ChunkOrigins")
    public record Origins(
            @Schema(description = "Cut from a document.") long source,
            @Schema(description = "Changed by hand.") long edited,
            @Schema(description = "Added by hand.") long added) {}

    /** How large chunks are; null without a chunk. */
    @Schema(name = "ChunkSizes")
    public record Sizes(
            @Schema(description = "Of the smallest; absent where there is none.") @Nullable
            Integer smallest,

            @Schema(description = "On average; absent where there is none.") @Nullable
            Double average,

            @Schema(description = "Of the largest; absent where there is none.") @Nullable
            Integer largest,

            @Schema(description = "How many chunks are at least this large, and smaller than the next.")
            List<Bucket> histogram) {}

    /**
     * A bar of a histogram.
     *
     * @param below null for the last, which has no end
     */
    @Schema(name = "ChunkSizeBucket")
    public record Bucket(
            @Schema(description = "The least size in it.") int from,

            @Schema(description = "The size that it ends before; absent of the last.") @Nullable
            Integer below,

            @Schema(description = "How many chunks.") long chunks) {}

    /** What a strategy cut. */
    @Schema(name = "StrategyFigures")
    public record Strategy(
            @Schema(description = "The strategy's name.") String strategy,
            @Schema(description = "How many documents.") long documents,
            @Schema(description = "How many chunks.") long chunks) {}

    /** What there is in a language. */
    @Schema(name = "LanguageFigures")
    public record Language(
            @Schema(description = "ISO 639-1 code.") String language,
            @Schema(description = "How many documents.") long documents,
            @Schema(description = "How many chunks.") long chunks) {}

    /** How far the serving chunks are embedded. */
    @Schema(name = "ChunkVectors")
    public record Vectors(
            @Schema(description = "The active embedding space.")
            int space,

            @Schema(description = "The embedding model.") String model,

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
    public record Group(
            @Schema(description = "What they have in common: the hash of their text.")
            String contentHash,

            @Schema(description = "How many chunks.") long chunks,
            @Schema(description = "In how many documents.") long documents,
            @Schema(description = "One of them.") UUID chunkId) {}

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
