package dev.quarry.document;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the documents that a filter means, where the caller knows how many these are. Waits; for virtual threads.
 *
 * <p>They are counted and chosen in one snapshot, and deleted in pages, each a transaction: a lexical index of thousands of
 * documents is not taken apart in one. A document that the filter does not mean any more when its page comes stays.
 */
@ApplicationScoped
class FilteredDeletion {
    private static final int PAGE = 20;

    private final Database database;
    private final DocumentConfig config;
    private final DocumentWriter writer;

    FilteredDeletion(Database database, DocumentConfig config, DocumentWriter writer) {
        this.database = database;
        this.config = config;
        this.writer = writer;
    }

    /** What a deletion came to. */
    @Schema(description = "What a deletion came to.")
    record Deleted(
            @Schema(description = "Documents that are gone.")
            int deleted,

            @Schema(description = "Documents that were changed or deleted by others meanwhile, and were left alone.")
            int skipped) {}

    /**
     * @param confirm how many documents the caller expects to delete
     * @throws Failure.Invalid when the caller expects nothing, or too many documents are meant
     * @throws Failure.Conflict when another number of documents is meant
     */
    Deleted delete(TenantId tenant, DocumentFilter filter, @Nullable Integer confirm) {
        List<UUID> meant = database.snapshot(
                        tenant.rows(),
                        config.readDeadline(),
                        connection -> DocumentListSql.count(connection, tenant, filter)
                                .invoke(count -> requireConfirmed(count, confirm))
                                .chain(() -> DocumentListSql.ids(connection, tenant, filter, config.maxDeletion())))
                .await()
                .indefinitely();
        int deleted = 0;
        for (int from = 0; from < meant.size(); from += PAGE) {
            deleted += deletePage(tenant, filter, meant.subList(from, Math.min(meant.size(), from + PAGE)));
        }
        return new Deleted(deleted, meant.size() - deleted);
    }

    private int deletePage(TenantId tenant, DocumentFilter filter, List<UUID> page) {
        return database.write(
                        tenant.rows(),
                        config.writeDeadline(),
                        connection -> DocumentListSql.lock(connection, tenant, filter, page)
                                .flatMap(locked -> locked.isEmpty()
                                        ? Uni.createFrom().item(0)
                                        : writer.delete(connection, tenant, locked)
                                                .replaceWith(locked.size())))
                .await()
                .indefinitely();
    }

    private void requireConfirmed(long count, @Nullable Integer confirm) {
        if (count > config.maxDeletion()) {
            throw new Failure.Invalid(
                    ListRequest.FILTER,
                    "means " + count + " documents; at most " + config.maxDeletion()
                            + " are deleted at once: narrow it, by created_at for instance");
        }
        if (confirm == null) {
            throw new Failure.Invalid(
                    "confirm",
                    "is required: the filter means " + count + " documents; confirm=" + count + " deletes them");
        }
        if (count != confirm) {
            throw new Failure.Conflict(
                    "the filter means " + count + " documents, and confirm says " + confirm + "; nothing was deleted");
        }
    }
}
