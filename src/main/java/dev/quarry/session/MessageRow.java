package dev.quarry.session;

import dev.quarry.session.Message.Feedback;
import dev.quarry.session.answer.Citation;
import dev.quarry.session.answer.Provenance;
import dev.quarry.session.answer.QuestionOptions;
import dev.quarry.session.answer.Usage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Between a row of {@code messages} and what it means. */
final class MessageRow {
    private MessageRow() {}

    /** A row of {@code messages} beside that of its feedback, if there is any. */
    static Message message(Row row) {
        Boolean useful = row.getBoolean("useful");
        return new Message(
                row.getUUID("id"),
                row.getInteger("position"),
                Message.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                Message.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("content"),
                row.getString("error"),
                provenance(row),
                useful == null ? null : new Feedback(useful, row.getString("comment")),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"));
    }

    static QuestionOptions options(@Nullable JsonObject json) {
        if (json == null) {
            return QuestionOptions.NONE;
        }
        JsonArray capabilities = json.getJsonArray("capabilities");
        JsonObject filter = json.getJsonObject("filter");
        return new QuestionOptions(
                json.getInteger("k"),
                capabilities == null
                        ? null
                        : capabilities.stream().map(String.class::cast).toList(),
                filter == null ? null : filter.getMap());
    }

    static JsonObject json(QuestionOptions options) {
        JsonObject json = new JsonObject();
        if (options.k() != null) {
            json.put("k", options.k());
        }
        if (options.capabilities() != null) {
            json.put("capabilities", new JsonArray(options.capabilities()));
        }
        if (options.filter() != null) {
            json.put("filter", new JsonObject(options.filter()));
        }
        return json;
    }

    static JsonArray json(List<Citation> citations) {
        JsonArray array = new JsonArray();
        citations.forEach(citation -> array.add(new JsonObject()
                .put("n", citation.n())
                .put("chunk_id", citation.chunkId().toString())
                .put("document_id", citation.documentId().toString())
                .put("title", citation.title())
                .put("quote", citation.quote())
                .put("start", citation.start())
                .put("end", citation.end())));
        return array;
    }

    private static @Nullable Provenance provenance(Row row) {
        String kind = row.getString("kind");
        if (kind == null) {
            return null;
        }
        Integer promptTokens = row.getInteger("prompt_tokens");
        Integer completionTokens = row.getInteger("completion_tokens");
        return new Provenance(
                Provenance.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                row.getBoolean("supported"),
                row.getBoolean("truncated"),
                row.getString("query"),
                row.getString("model"),
                citations(row.getJsonArray("citations")),
                promptTokens == null || completionTokens == null ? null : new Usage(promptTokens, completionTokens),
                Objects.requireNonNullElse(row.getLong("took_ms"), 0L));
    }

    private static List<Citation> citations(JsonArray array) {
        List<Citation> citations = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            JsonObject citation = array.getJsonObject(i);
            citations.add(new Citation(
                    citation.getInteger("n"),
                    UUID.fromString(citation.getString("chunk_id")),
                    UUID.fromString(citation.getString("document_id")),
                    citation.getString("title"),
                    citation.getString("quote"),
                    citation.getInteger("start"),
                    citation.getInteger("end")));
        }
        return citations;
    }
}
