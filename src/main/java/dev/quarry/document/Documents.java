package dev.quarry.document;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Stores, finds, changes and deletes documents. Each call is one transaction. */
@ApplicationScoped
public class Documents {
    /** Notified with a document's id when there is something to embed. */
    public static final String CHANNEL = "quarry_documents";

    private final Database database;
    private final DocumentConfig config;
    private final DocumentWriter writer;
    private final TimeBasedEpochGenerator ids;

    Documents(Database database, DocumentConfig config, DocumentWriter writer, TimeBasedEpochGenerator ids) {
        this.database = database;
        this.config = config;
        this.writer = writer;
        this.ids = ids;
    }

    /** Stores a document with its chunks, pending; one with a known external id replaces what was there. */
    Uni<Stored> store(TenantId tenant, DocumentDraft draft, Precondition precondition) {
        UUID id = ids.generate();
        return database.write(
                tenant.rows(),
                config.writeDeadline(),
                connection -> stored(connection, tenant, id, draft, precondition));
    }

    /** Stores several documents, all of them or none, in their order. */
    Uni<List<Stored>> storeAll(TenantId tenant, List<DocumentDraft> drafts) {
        List<UUID> newIds = drafts.stream().map(draft -> ids.generate()).toList();
        return database.write(tenant.rows(), config.writeDeadline(), connection -> {
            Uni<List<Stored>> all = Uni.createFrom().item(new ArrayList<>());
            for (int i = 0; i < drafts.size(); i++) {
                int at = i;
                all = all.chain(done -> stored(connection, tenant, newIds.get(at), drafts.get(at), Precondition.NONE)
                        .invoke(done::add)
                        .replaceWith(done));
            }
            return all;
        });
    }

    /** A document as the transaction left it, and what that came to. */
    record Stored(Document document, StoreOutcome outcome) {}

    /** @return the document; fails with {@link Failure.NotFound} */
    public Uni<Document> find(TenantId tenant, UUID id) {
        return database.read(
                        tenant.rows(), config.readDeadline(), connection -> DocumentSql.find(connection, tenant, id))
                .map(found -> found.orElseThrow(() -> notFound(id)));
    }

    /** @return the document with its text; fails with {@link Failure.NotFound} */
    Uni<DocumentSource> source(TenantId tenant, UUID id) {
        return database.read(
                        tenant.rows(), config.readDeadline(), connection -> DocumentSql.source(connection, tenant, id))
                .map(found -> found.orElseThrow(() -> notFound(id)));
    }

    /**
     * Gives a document another text, title or language, unless somebody changed it since it was read.
     *
     * @return what it came to, if nobody did; fails with {@link Failure.NotFound}
     */
    Uni<Optional<Stored>> replace(TenantId tenant, Document read, DocumentDraft draft) {
        return change(tenant, read.id(), Precondition.NONE, (connection, known, document) -> {
            if (!EntityTag.of(document).edit().equals(EntityTag.of(read).edit())) {
                return Uni.createFrom().item(Optional.<Stored>empty());
            }
            return writer.replace(connection, tenant, known, draft)
                    .flatMap(outcome -> found(connection, tenant, outcome))
                    .map(Optional::of);
        });
    }

    /** Changes what no chunk depends on; fails with {@link Failure.NotFound}. */
    Uni<Document> changeFields(
            TenantId tenant, UUID id, Precondition precondition, Function<Document, DocumentFields> change) {
        return change(
                tenant,
                id,
                precondition,
                (connection, known, document) -> writer.updateFields(connection, tenant, id, change.apply(document))
                        .chain(() -> DocumentSql.find(connection, tenant, id))
                        .map(Optional::orElseThrow));
    }

    /** Deletes the document and all that was made of it; fails with {@link Failure.NotFound}. */
    Uni<Void> delete(TenantId tenant, UUID id, Precondition precondition) {
        return change(
                tenant,
                id,
                precondition,
                (connection, known, document) -> writer.delete(connection, tenant, List.of(id)));
    }

    /** What is done to a document while nobody else can change it. */
    @FunctionalInterface
    interface Change<T> {
        Uni<T> make(SqlConnection connection, DocumentSql.Known known, Document document);
    }

    <T> Uni<T> change(TenantId tenant, UUID id, Precondition precondition, Change<T> change) {
        return database.write(
                tenant.rows(),
                config.writeDeadline(),
                connection -> DocumentSql.lock(connection, tenant, id)
                        .map(known -> known.orElseThrow(() -> notFound(id)))
                        .flatMap(known -> DocumentSql.find(connection, tenant, id)
                                .map(Optional::orElseThrow)
                                .invoke(precondition::requireOf)
                                .flatMap(document -> change.make(connection, known, document))));
    }

    private Uni<Stored> stored(
            SqlConnection connection, TenantId tenant, UUID id, DocumentDraft draft, Precondition precondition) {
        return writer.store(connection, tenant, id, draft, precondition)
                .flatMap(outcome -> found(connection, tenant, outcome));
    }

    private static Uni<Stored> found(SqlConnection connection, TenantId tenant, StoreOutcome outcome) {
        return DocumentSql.find(connection, tenant, outcome.documentId())
                .map(document -> new Stored(document.orElseThrow(), outcome));
    }

    private static Failure.NotFound notFound(UUID id) {
        return new Failure.NotFound("there is no document " + id);
    }
}
