package dev.quarry.document;

import dev.quarry.chunk.ChunkingPlan;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/** Requests to cut a document, which is held, in another way. */
final class RechunkingSql {
    private static final String ADD = """
            insert into rechunkings (
              tenant_id, document_id, id, document_version, chunking_strategy, chunking_size, chunking_overlap)
            select tenant_id, id, $3, version, $4, $5, $6
            from documents
            where tenant_id = $1 and id = $2
            """;

    /** With the vectors that were made for it. */
    private static final String REMOVE = "delete from rechunkings where tenant_id = $1 and document_id = $2";

    private static final String WAKE = "select pg_notify($1, $2)";

    private RechunkingSql() {}

    /** @param id of the request; one that is there was removed before */
    static Uni<Void> add(SqlConnection connection, TenantId tenant, UUID documentId, UUID id, ChunkingPlan plan) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(
                        tenant.value(),
                        documentId,
                        id,
                        plan.strategy().label(),
                        plan.size().tokens(),
                        plan.size().overlap()))
                .replaceWithVoid();
    }

    /** @return whether there was one */
    static Uni<Boolean> remove(SqlConnection connection, TenantId tenant, UUID documentId) {
        return connection
                .preparedQuery(REMOVE)
                .execute(Tuple.of(tenant.value(), documentId))
                .map(removed -> removed.rowCount() > 0);
    }

    /** Tells the workers, once the transaction commits, that there is something to do. */
    static Uni<Void> wakeWorkers(SqlConnection connection, UUID documentId) {
        return connection
                .preparedQuery(WAKE)
                .execute(Tuple.of(Rechunkings.CHANNEL, documentId.toString()))
                .replaceWithVoid();
    }
}
