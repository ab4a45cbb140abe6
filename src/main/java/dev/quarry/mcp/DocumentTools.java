package dev.quarry.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.document.DocumentList;
import dev.quarry.document.ListRequest;
import dev.quarry.session.answer.CallersTenant;
import dev.quarry.tenant.TenantId;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Documents, listed and read. */
@Singleton
class DocumentTools {
    private static final int USUAL_DOCUMENTS = 20;

    private final CallersTenant tenant;
    private final ToolAnswers answers;
    private final DocumentList list;
    private final DocumentReading reading;
    private final ObjectMapper json;

    DocumentTools(
            CallersTenant tenant, ToolAnswers answers, DocumentList list, DocumentReading reading, ObjectMapper json) {
        this.tenant = tenant;
        this.answers = answers;
        this.list = list;
        this.reading = reading;
        this.json = json;
    }

    @Tool(
            name = "list_documents",
            description = "Lists documents, newest first, without their texts: id, title, language, metadata, status."
                    + " Answers next_cursor where there are more.",
            annotations =
                    @Tool.Annotations(
                            title = "List documents",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    Uni<ToolResponse> listDocuments(
            @ToolArg(description = "How many at most, 1 to 1000; 20 when absent.", required = false) @Nullable
                    Integer limit,
            @ToolArg(description = "The next_cursor of the page before.", required = false) @Nullable String cursor,
            @ToolArg(description = SearchTool.FILTER, required = false) @Nullable String filter) {
        TenantId caller = tenant.current();
        return answers.of(() -> list.page(caller, request(limit, cursor, filter)));
    }

    @Tool(
            name = "read_document",
            description =
                    "Reads a document's text by its id, a part at a time. Answers next_offset where there is more.",
            annotations =
                    @Tool.Annotations(
                            title = "Read a document",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    Uni<ToolResponse> readDocument(
            @ToolArg(description = "The document's id (UUID), as search and list_documents give it.") String id,
            @ToolArg(description = "Where to begin, in characters; 0 when absent.", required = false) @Nullable
                    Integer offset,
            @ToolArg(description = "How many characters at most; 20000 when absent.", required = false) @Nullable
                    Integer length) {
        TenantId caller = tenant.current();
        return answers.of(() -> reading.part(caller, id, offset, length));
    }

    private ListRequest request(@Nullable Integer limit, @Nullable String cursor, @Nullable String filter) {
        Map<String, List<String>> given = new HashMap<>();
        given.put("limit", List.of(Integer.toString(Objects.requireNonNullElse(limit, USUAL_DOCUMENTS))));
        if (cursor != null && !cursor.isBlank()) {
            given.put("cursor", List.of(cursor));
        }
        if (filter != null && !filter.isBlank()) {
            given.put("filter", List.of(filter));
        }
        return ListRequest.read(given, json);
    }
}
