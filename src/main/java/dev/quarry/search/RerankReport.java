package dev.quarry.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quarry.search.rerank.Reranking;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How the reranker did. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "How the reranker did.")
public record RerankReport(
        @Schema(description = "ok, late or failed; unless ok, the hits stand in the fused order.")
        String status,

        @Schema(description = "How many passages it was given.")
        int passages,

        @Schema(description = "Milliseconds that the reranker took.")
        long tookMs,

        @Schema(description = "Why it failed.") @Nullable String error) {
    static RerankReport of(Reranking reranking, int passages, long nanoseconds) {
        long tookMs = Duration.ofNanos(nanoseconds).toMillis();
        return switch (reranking) {
            case Reranking.Done done -> new RerankReport("ok", passages, tookMs, null);
            case Reranking.Late late -> new RerankReport("late", passages, tookMs, late.reason());
            case Reranking.Failed failed -> new RerankReport("failed", passages, tookMs, failed.reason());
        };
    }

    boolean answered() {
        return error == null;
    }
}
