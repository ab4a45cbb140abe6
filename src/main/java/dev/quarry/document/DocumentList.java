package dev.quarry.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quarry.document.DocumentListSql.Listed;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Lists documents, page by page. */
@ApplicationScoped
public class DocumentList {
    private final Database database;
    private final DocumentConfig config;

    DocumentList(Database database, DocumentConfig config) {
        this.database = database;
        this.config = config;
    }

    /** A page of a list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "Documents, without their texts.")
    public record DocumentPage(
            @Schema(description = "The documents of the page.")
            List<Document> documents,

            @Schema(description = "Sent as cursor it brings the next page; absent on the last.") @Nullable
            String nextCursor,

            @Schema(description = "How many the filter means in all; with total=true.") @Nullable
            Long total) {}

    /** The page and, where it is wanted, the total of the same moment. */
    public Uni<DocumentPage> page(TenantId tenant, ListRequest request) {
        return database.snapshot(
                tenant.rows(),
                config.readDeadline(),
                connection -> DocumentListSql.page(connection, tenant, request, request.limit() + 1)
                        .flatMap(listed -> request.withTotal()
                                ? DocumentListSql.count(connection, tenant, request.filter())
                                        .map(total -> page(request, listed, total))
                                : Uni.createFrom().item(() -> page(request, listed, null))));
    }

    private static DocumentPage page(ListRequest request, List<Listed> listed, @Nullable Long total) {
        List<Listed> shown = listed.stream().limit(request.limit()).toList();
        String next = null;
        if (listed.size() > shown.size()) {
            Listed last = shown.getLast();
            next = new ListCursor(last.document().id(), last.key()).write(request.sort(), request.descending());
        }
        return new DocumentPage(shown.stream().map(Listed::document).toList(), next, total);
    }
}
