package dev.quarry.mcp;

import dev.quarry.document.Documents;
import dev.quarry.failure.Violations;
import dev.quarry.http.PathParameters;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads parts of documents. */
@ApplicationScoped
class DocumentReading {
    private final Documents documents;
    private final McpConfig config;

    DocumentReading(Documents documents, McpConfig config) {
        this.documents = documents;
        this.config = config;
    }

    /** Fails with NotFound; throws Invalid where a parameter is wrong. */
    Uni<DocumentText> part(TenantId tenant, String id, @Nullable Integer offset, @Nullable Integer length) {
        UUID documentId = PathParameters.uuid("id", id);
        int begin = Objects.requireNonNullElse(offset, 0);
        int most = Objects.requireNonNullElse(length, config.readLength());
        new Violations()
                .require(begin >= 0, "offset", "must not be below 0")
                .require(
                        most >= 1 && most <= config.maxReadLength(),
                        "length",
                        "must be between 1 and " + config.maxReadLength())
                .throwIfAny();
        return documents.source(tenant, documentId).map(source -> DocumentText.of(source, begin, most));
    }

    /** The beginning: as much as one call reads. */
    Uni<DocumentText> beginning(TenantId tenant, String id) {
        return part(tenant, id, 0, config.maxReadLength());
    }
}
