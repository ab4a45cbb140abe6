package dev.quarry.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.http.QueryParameters;
import dev.quarry.search.SearchRequest;
import dev.quarry.search.Searcher;
import dev.quarry.session.answer.CallersTenant;
import dev.quarry.tenant.TenantId;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Passages for a question. */
@Singleton
class SearchTool {
    static final String FILTER =
            "Which documents are meant, as JSON, such as {\"language\": \"en\", \"metadata.year\": {\"gte\": 2020}}.";

    private static final int USUAL_HITS = 8;

    private final CallersTenant tenant;
    private final ToolAnswers answers;
    private final Searcher searcher;
    private final ObjectMapper json;

    SearchTool(CallersTenant tenant, ToolAnswers answers, Searcher searcher, ObjectMapper json) {
        this.tenant = tenant;
        this.answers = answers;
        this.searcher = searcher;
        this.json = json;
    }

    @Tool(
            name = "search",
            description =
                    "Finds passages of the documents by meaning, by words and by misspelled titles at once. Answers"
                            + " hits, best first, each with chunk_id, document_id, title, content and score.",
            annotations =
                    @Tool.Annotations(
                            title = "Search passages",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    Uni<ToolResponse> search(
            @ToolArg(description = "The question, or some words. \"quoted phrases\" must occur, -words must not.")
                    String query,
            @ToolArg(description = "How many hits; 8 when absent.", required = false) @Nullable Integer k,
            @ToolArg(description = FILTER, required = false) @Nullable String filter) {
        TenantId caller = tenant.current();
        return answers.of(() -> searcher.search(
                caller,
                new SearchRequest(
                        query,
                        k == null ? USUAL_HITS : k,
                        null,
                        null,
                        null,
                        null,
                        read(filter, json),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)));
    }

    static @Nullable Map<String, Object> read(@Nullable String filter, ObjectMapper json) {
        return filter == null || filter.isBlank() ? null : QueryParameters.jsonObject("filter", filter, json);
    }
}
