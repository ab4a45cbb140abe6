package dev.quarry.search.lexical;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Holds chunks that were found by other means than their words against the query's phrases and exclusions. */
public final class WordConditionSql {
    private WordConditionSql() {}

    /** Those of the chunks that hold every phrase and nothing that is excluded. */
    public static Uni<Set<UUID>> satisfying(
            SqlConnection connection, TenantId tenant, QueryText query, Collection<UUID> chunkIds) {
        ChunkCondition condition = ChunkCondition.of(DocumentFilter.EVERYTHING, query, 3);
        List<Object> values = new ArrayList<>(List.of(tenant.value(), chunkIds.toArray(UUID[]::new)));
        values.addAll(condition.parameters());
        return connection
                .preparedQuery(find(condition))
                .execute(Tuple.from(values))
                .map(rows -> {
                    Set<UUID> satisfying = HashSet.newHashSet(rows.size());
                    rows.forEach(row -> satisfying.add(row.getUUID("id")));
                    return satisfying;
                });
    }

    private static String find(ChunkCondition condition) {
        return """
                with found as materialized (
                  select id from unnest($2::uuid[]) as id
                )
                %s
                select found.id from found
                %s
                """.formatted(condition.tables(), condition.joinedTo("found.id"));
    }
}
