package dev.quarry.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.quarry.http.ApiPaths;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A stored document and what changed, where it replaced another. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A stored document and what storing it changed.")
public record StoredDocument(
        @JsonUnwrapped Document document,

        @Schema(description = "True when the same document was there already.") @Nullable
        Boolean unchanged,

        @Schema(description = "Chunks that are new and will be embedded.") @Nullable
        Integer added,

        @Schema(description = "Chunks that say the same as before; they keep their embeddings.") @Nullable
        Integer kept,

        @Schema(description = "Chunks that are gone.") @Nullable
        Integer removed) {

    /** As it is answered to whoever stored it. */
    static Response response(Documents.Stored stored) {
        Document document = stored.document();
        Response.ResponseBuilder answer = switch (stored.outcome()) {
            case StoreOutcome.Created created ->
                Response.created(URI.create(ApiPaths.DOCUMENTS + "/" + created.documentId()))
                        .entity(of(document));
            case StoreOutcome.Unchanged unchanged -> Response.ok(new StoredDocument(document, true, null, null, null));
            case StoreOutcome.Replaced replaced -> Response.ok(of(document, replaced));
        };
        return tagged(answer, document);
    }

    /** As it is answered to whoever changed it. */
    static Response changed(Documents.Stored stored) {
        Document document = stored.document();
        return tagged(
                Response.ok(
                        stored.outcome() instanceof StoreOutcome.Replaced replaced
                                ? of(document, replaced)
                                : of(document)),
                document);
    }

    private static StoredDocument of(Document document) {
        return new StoredDocument(document, null, null, null, null);
    }

    private static StoredDocument of(Document document, StoreOutcome.Replaced replaced) {
        return new StoredDocument(document, null, replaced.added(), replaced.kept(), replaced.removed());
    }

    private static Response tagged(Response.ResponseBuilder answer, Document document) {
        return answer.header(HttpHeaders.ETAG, EntityTag.of(document).header()).build();
    }
}
