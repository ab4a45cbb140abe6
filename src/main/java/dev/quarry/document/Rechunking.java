package dev.quarry.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a document is to be cut instead; until that is done, it stays as it is cut. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        description =
                "How the document is to be cut instead. Until that is done, the chunks that it has go on serving.")
public record Rechunking(
        @Schema(description = "The strategy to cut it by.") String strategy,
        @Schema(description = "Tokens of a chunk at most.") int size,

        @Schema(description = "Tokens that neighbours share.")
        int overlap,

        @Schema(
                description = "cancelled: the document was changed after it was asked for.",
                implementation = String.class,
                enumeration = {"waiting", "embedding", "failed", "cancelled"})
        State state,

        @Schema(description = "How many chunks it comes to, once that is known.") @Nullable
        Integer chunks,

        @Schema(description = "Of these, how many have their vector, be it the one that they have today.")
        int prepared,

        @Schema(description = "How often it has failed.") int attempts,

        @Schema(description = "Why it failed last, or is put off.") @Nullable
        String error,

        @Schema(description = "When it was asked for.") OffsetDateTime requestedAt,

        @Schema(description = "When it is tried, at the earliest.") @Nullable
        OffsetDateTime nextAttemptAt) {

    /** Of {@code rechunkings r} and its {@code documents d}: how far it is. */
    public static final String STATE = """
            case
              when r.document_version <> d.version then 'cancelled'
              when r.attempts > 0 then 'failed'
              when r.chunks is null then 'waiting'
              else 'embedding'
            end""";

    /** Of {@code documents d}, as one value: what {@link #of} reads. */
    static final String COLUMN = """
            (select jsonb_build_object(
               'strategy', r.chunking_strategy, 'size', r.chunking_size, 'overlap', r.chunking_overlap,
               'state', :state, 'chunks', r.chunks, 'prepared', r.prepared, 'attempts', r.attempts, 'error', r.error,
               'requested_at', r.requested_at, 'next_attempt_at', nullif(r.next_attempt_at, 'infinity'))
             from rechunkings r
             where r.tenant_id = d.tenant_id and r.document_id = d.id)""".replace(":state", STATE);

    /** How far it is. */
    public enum State {
        WAITING,
        EMBEDDING,
        FAILED,
        CANCELLED
    }

    static @Nullable Rechunking of(@Nullable JsonObject row) {
        if (row == null) {
            return null;
        }
        String next = row.getString("next_attempt_at");
        return new Rechunking(
                row.getString("strategy"),
                row.getInteger("size"),
                row.getInteger("overlap"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInteger("chunks"),
                row.getInteger("prepared"),
                row.getInteger("attempts"),
                row.getString("error"),
                OffsetDateTime.parse(row.getString("requested_at")),
                next == null ? null : OffsetDateTime.parse(next));
    }
}
