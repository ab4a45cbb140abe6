package dev.quarry.mcp;

import dev.quarry.failure.Failure;
import dev.quarry.http.ProblemMapper;
import dev.quarry.session.answer.CallersTenant;
import dev.quarry.tenant.TenantId;
import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkiverse.mcp.server.McpException;
import io.quarkiverse.mcp.server.RequestUri;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Documents as resources: what an assistant's user can attach to a conversation. */
@Singleton
class DocumentResources {
    private static final String PLAIN_TEXT = "text/plain";

    private final CallersTenant tenant;
    private final DocumentReading reading;
    private final ProblemMapper problems;

    DocumentResources(CallersTenant tenant, DocumentReading reading, ProblemMapper problems) {
        this.tenant = tenant;
        this.reading = reading;
        this.problems = problems;
    }

    @ResourceTemplate(
            name = "document",
            title = "A document's text",
            description =
                    "The text of a document by its id; of a long one the beginning, which read_document goes on from.",
            uriTemplate = "quarry://documents/{id}",
            mimeType = PLAIN_TEXT)
    Uni<TextResourceContents> document(String id, RequestUri uri) {
        TenantId caller = tenant.current();
        return Uni.createFrom()
                .deferred(() -> reading.beginning(caller, id))
                .map(text -> new TextResourceContents(uri.value(), text.content(), PLAIN_TEXT))
                .onFailure()
                .transform(this::refusal);
    }

    private McpException refusal(Throwable error) {
        return new McpException(
                problems.problem(error).detail(),
                switch (error) {
                    case Failure.NotFound notFound -> JsonRpcErrorCodes.RESOURCE_NOT_FOUND;
                    case Failure.Invalid invalid -> JsonRpcErrorCodes.INVALID_PARAMS;
                    default -> JsonRpcErrorCodes.INTERNAL_ERROR;
                });
    }
}
