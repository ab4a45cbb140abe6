package dev.quarry.search;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an answer shows of a chunk.
 *
 * @param page where it begins, from 1; null in a document without pages
 * @param contentHash in hexadecimal; of the headings and the content
 */
record Passage(
        UUID id,
        UUID documentId,
        String title,
        String content,
        int position,
        @Nullable Integer page,
        String headingPath,
        JsonObject metadata,
        String contentHash)
        implements Content {
    /** Reads {@link FoundChunkSql}'s columns. */
    static Passage of(Row row) {
        return new Passage(
                row.getUUID("id"),
                row.getUUID("document_id"),
                row.getString("title"),
                row.getString("content"),
                row.getInteger("position"),
                row.getInteger("page"),
                row.getString("heading_path"),
                row.getJsonObject("metadata"),
                row.getString("content_hash"));
    }
}
