package dev.quarry.document;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/** The rows of {@code document_facts}, by which filters find documents. The database makes them of what it has stored. */
final class FactSql {
    private static final String INSERT = """
            insert into document_facts
            select d.tenant_id, d.id, row_number() over (), f.*
            from documents d
            cross join lateral document_facts_of(d.title, d.source_uri, d.metadata) as f
            where d.tenant_id = $1 and d.id = $2
            """;

    private static final String DELETE = "delete from document_facts where tenant_id = $1 and document_id = $2";

    private FactSql() {}

    /** Makes the facts of a document that is new. */
    static Uni<Void> add(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(tenant.value(), id))
                .replaceWithVoid();
    }

    /** Makes the document's facts anew. */
    static Uni<Void> replace(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(tenant.value(), id))
                .chain(() -> add(connection, tenant, id));
    }
}
