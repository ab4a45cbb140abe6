package dev.quarry.document;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A document as it is handed in: the body of {@code POST /documents}. Nothing of it is checked yet. */
@Schema(description = "A document to store, chunk and embed.")
public record DocumentRequest(
        @Schema(description = "The document's title; searched by the fuzzy capability.", required = true) @Nullable
        String title,

        @Schema(description = "The text itself.", required = true) @Nullable
        String content,

        @Schema(
                description =
                        "Your own id, at most 500 characters. A second document with the same one replaces the first.")
        @Nullable
        String externalId,

        @Schema(description = "Where the document comes from.") @Nullable
        String sourceUri,

        @Schema(description = "ISO 639-1 code, such as en or it. Detected when absent.") @Nullable
        String language,

        @Schema(description = "Anything you want to find or filter by.") @Nullable
        Map<String, Object> metadata,

        @Schema(
                description = "How to cut it; when absent, the service's defaults. A stored document that is handed in"
                        + " again unchanged stays as it is cut unless this asks for something else.")
        @Nullable
        Chunking chunking) {

    /** How to cut a document. */
    @Schema(description = "How a document is cut into chunks.")
    public record Chunking(
            @Schema(
                    description =
                            "How the text is cut; GET /chunking/strategies describes each. The service's default when"
                                    + " absent.",
                    enumeration = {"recursive", "fixed", "sentence", "markdown", "page", "semantic"})
            @Nullable
            String strategy,

            @Schema(
                    description =
                            "Tokens of a chunk at most, as the embedding model counts: from 8 to what the model reads.",
                    minimum = "8")
            @Nullable
            Integer size,

            @Schema(
                    description = "Tokens that a chunk shares with the one before it, up to half of the size.",
                    minimum = "0")
            @Nullable
            Integer overlap) {}

    DocumentRequest cutBy(Chunking other) {
        return new DocumentRequest(title, content, externalId, sourceUri, language, metadata, other);
    }

    JsonObject metadataOrEmpty() {
        return metadata == null ? new JsonObject() : new JsonObject(metadata);
    }
}
