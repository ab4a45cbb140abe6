package dev.quarry.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quarry.chunk.ChunkingPlan;
import dev.quarry.chunk.NewChunk;
import dev.quarry.http.Page;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What storing a text would cut it into. */
@Schema(description = "The chunks that a text would have.")
public record ChunkingPreview(
        @Schema(description = "The strategy's name.") String strategy,

        @Schema(description = "Tokens of a chunk at most.") int size,

        @Schema(description = "Tokens of a chunk that its predecessor may end with too.")
        int overlap,

        @Schema(description = "How many chunks it has.") int totalChunks,

        @Schema(description = "The sizes of all chunks.") Tokens tokens,

        @Schema(description = "The part of the chunks that was asked for.")
        List<Chunk> chunks) {

    /** Sizes in tokens of the embedding model, over all chunks; zeros without any. */
    @Schema(name = "ChunkTokens", description = "Sizes in tokens of the embedding model.")
    public record Tokens(
            @Schema(description = "Of the smallest chunk.") int min,
            @Schema(description = "On average.") double avg,
            @Schema(description = "Of the largest chunk.") int max) {}

    /** A chunk that is not stored. Offsets and sizes count characters (code points). */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PreviewedChunk", description = "A chunk that is not stored.")
    public record Chunk(
            @Schema(description = "Its place in the text, from 0.")
            int position,

            @Schema(description = "The text.") String content,

            @Schema(description = "Where it begins in the content, in characters (code points).")
            int start,

            @Schema(description = "Where it ends: content is the text from start up to here.")
            int end,

            @Schema(description = "Its size in tokens of the embedding model.")
            int tokens,

            @Schema(description = "Its size in characters.") int chunkSize,

            @Schema(description = "The headings that it stands under, outermost first, parted by \" > \".")
            String headingPath,

            @Schema(description = "Characters at its beginning that the chunk before it ends with; absent without any.")
            @Nullable
            Integer sharedWithPrevious) {}

    static ChunkingPreview of(ChunkingPlan plan, List<NewChunk> chunks, Page page) {
        IntSummaryStatistics tokens = chunks.stream().mapToInt(NewChunk::tokens).summaryStatistics();
        return new ChunkingPreview(
                plan.strategy().label(),
                plan.size().tokens(),
                plan.size().overlap(),
                chunks.size(),
                chunks.isEmpty()
                        ? new Tokens(0, 0, 0)
                        : new Tokens(tokens.getMin(), tokens.getAverage(), tokens.getMax()),
                part(chunks, page));
    }

    private static List<Chunk> part(List<NewChunk> chunks, Page page) {
        List<Chunk> part = new ArrayList<>();
        int end = (int) Math.min(chunks.size(), (long) page.offset() + page.limit());
        for (int i = page.offset(); i < end; i++) {
            part.add(chunk(chunks.get(i), i == 0 ? 0 : chunks.get(i - 1).endOffset()));
        }
        return part;
    }

    private static Chunk chunk(NewChunk chunk, int previousEnd) {
        int shared = previousEnd - chunk.startOffset();
        return new Chunk(
                chunk.position(),
                chunk.content(),
                chunk.startOffset(),
                chunk.endOffset(),
                chunk.tokens(),
                chunk.endOffset() - chunk.startOffset(),
                chunk.headingPath(),
                shared > 0 ? shared : null);
    }
}
