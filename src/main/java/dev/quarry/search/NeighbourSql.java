package dev.quarry.search;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The chunks around hits. */
final class NeighbourSql {
    private static final String AROUND = """
            select distinct on (c.document_id, c.position) c.id, c.document_id, c.position, c.heading_path, c.content
            from unnest($2::uuid[], $3::integer[]) as hit (document_id, position)
            join document_chunks c
              on c.tenant_id = $1 and c.document_id = hit.document_id and c.state = 'serving'
              and c.position between hit.position - $4 and hit.position + $4
            order by c.document_id, c.position
            """;

    private NeighbourSql() {}

    /** A chunk beside a hit, or the hit itself. */
    record Neighbour(UUID id, UUID documentId, int position, String headingPath, String content) {}

    /** All chunks at most {@code distance} places from one of the hits, each once, in the order of each document. */
    static Uni<List<Neighbour>> around(SqlConnection connection, TenantId tenant, List<Passage> hits, int distance) {
        UUID[] documents = hits.stream().map(Passage::documentId).toArray(UUID[]::new);
        Integer[] positions = hits.stream().map(Passage::position).toArray(Integer[]::new);
        return connection
                .preparedQuery(AROUND)
                .execute(Tuple.of(tenant.value(), documents, positions, distance))
                .map(rows -> {
                    List<Neighbour> neighbours = new ArrayList<>(rows.size());
                    rows.forEach(row -> neighbours.add(new Neighbour(
                            row.getUUID("id"),
                            row.getUUID("document_id"),
                            row.getInteger("position"),
                            row.getString("heading_path"),
                            row.getString("content"))));
                    return neighbours;
                });
    }
}
