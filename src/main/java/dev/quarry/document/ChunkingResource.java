package dev.quarry.document;

import dev.quarry.chunk.ChunkSize;
import dev.quarry.chunk.ChunkingPlan;
import dev.quarry.chunk.ChunkingStrategy;
import dev.quarry.chunk.Tokenizer;
import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.Page;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How texts are cut, over HTTP. */
@Path(ApiPaths.CHUNKING)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Chunking", description = "How texts are cut, shown without storing anything.")
public class ChunkingResource {
    private final DocumentConfig config;
    private final ChunkingCheck check;
    private final TextCutter cutter;
    private final Tokenizer tokenizer;

    ChunkingResource(DocumentConfig config, ChunkingCheck check, TextCutter cutter, Tokenizer tokenizer) {
        this.config = config;
        this.check = check;
        this.cutter = cutter;
        this.tokenizer = tokenizer;
    }

    /** A strategy that a document may ask for. */
    @Schema(name = "ChunkingStrategyDescription", description = "A way to cut a text.")
    public record Strategy(
            @Schema(description = "What it is called in a request.")
            String name,

            @Schema(description = "How it cuts, in a sentence.")
            String description,

            @Schema(description = "Whether it is taken where none is asked for.")
            boolean isDefault) {}

    /** What can be asked for. */
    @Schema(name = "ChunkingStrategies", description = "The ways to cut a text, and what they may be asked.")
    public record Strategies(
            @Schema(description = "The ways to cut a text.") List<Strategy> strategies,

            @Schema(description = "Sizes that may be asked for.")
            Range size,

            @Schema(description = "Overlaps that may be asked for.")
            Range overlap) {}

    /** Tokens of the embedding model. */
    @Schema(name = "TokenRange", description = "What may be asked for, in tokens of the embedding model.")
    public record Range(
            @Schema(description = "The least.") int min,
            @Schema(description = "The most.") int max,

            @Schema(description = "Taken where nothing is asked for.")
            int defaultValue) {}

    // Cutting and counting tokens work the processor: not on the event loop.
    @POST
    @Path("preview")
    @Blocking
    @Operation(
            operationId = "previewChunks",
            summary = "Show the chunks of a text",
            description = "Cuts the text as storing it would, and stores nothing. The figures are of all chunks; limit"
                    + " and offset choose those that are shown.")
    @APIResponse(
            responseCode = "200",
            description = "The chunks.",
            content = @Content(schema = @Schema(implementation = ChunkingPreview.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public ChunkingPreview preview(
            @Nullable ChunkingRequest request,
            @Parameter(description = Page.LIMIT) @QueryParam("limit") @Nullable String limit,
            @Parameter(description = Page.OFFSET) @QueryParam("offset") @Nullable String offset,
            @Parameter(description = Page.SKIP) @QueryParam("skip") @Nullable String skip) {
        Page page = Page.of(limit, offset, skip);
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with content");
        }
        Violations violations = new Violations();
        violations.requireText(
                request.content(), "content", config.chunking().preview().maxContentLength());
        violations.requireOptionalText(request.title(), "title", config.maxFieldLength());
        check.check(request.chunking(), "chunking.", violations);
        violations.throwIfAny();
        ChunkingPlan plan = check.plan(request.chunking());
        return ChunkingPreview.of(plan, cutter.cut(Objects.requireNonNull(request.content()), plan), page);
    }

    @GET
    @Path("strategies")
    @Operation(
            operationId = "listChunkingStrategies",
            summary = "The ways to cut a text",
            description = "Every strategy by name, with the sizes and overlaps that may be asked for.")
    @APIResponse(
            responseCode = "200",
            description = "The strategies.",
            content = @Content(schema = @Schema(implementation = Strategies.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Strategies strategies() {
        ChunkingPlan defaults = check.plan(null);
        int most = tokenizer.limit();
        return new Strategies(
                Arrays.stream(ChunkingStrategy.values())
                        .map(strategy ->
                                new Strategy(strategy.label(), strategy.description(), strategy == defaults.strategy()))
                        .toList(),
                new Range(ChunkSize.SMALLEST, most, defaults.size().tokens()),
                new Range(0, most / 2, defaults.size().overlap()));
    }
}
