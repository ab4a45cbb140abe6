package dev.quarry.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;

/**
 * Writes documents as lines that {@link BulkStore} takes. Waits; for virtual threads.
 *
 * <p>Each page is a transaction of its own and is written when that has ended: a slow reader holds no connection.
 */
@ApplicationScoped
class BulkExport {
    private static final int PAGE = 100;
    private static final long PAGE_BYTES = 4_000_000;
    private static final UUID FIRST = new UUID(0, 0);

    private final Database database;
    private final DocumentConfig config;
    private final ObjectWriter json;

    BulkExport(Database database, DocumentConfig config, ObjectMapper json) {
        this.database = database;
        this.config = config;
        this.json = json.copy()
                // A null within the metadata is somebody's value.
                .setDefaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .writerFor(DocumentRequest.class);
    }

    /** @throws IOException when the reader is gone */
    void write(TenantId tenant, DocumentFilter filter, OutputStream answer) throws IOException {
        UUID behind = FIRST;
        for (List<DocumentSource> page = page(tenant, filter, behind);
                !page.isEmpty();
                page = page(tenant, filter, behind)) {
            for (DocumentSource source : page) {
                answer.write(json.writeValueAsBytes(source.asRequest()));
                answer.write('\n');
            }
            answer.flush();
            behind = page.getLast().document().id();
        }
    }

    private List<DocumentSource> page(TenantId tenant, DocumentFilter filter, UUID behind) {
        return database.read(
                        tenant.rows(),
                        config.writeDeadline(),
                        connection -> ExportSql.page(connection, tenant, filter, behind, PAGE, PAGE_BYTES))
                .await()
                .indefinitely();
    }
}
