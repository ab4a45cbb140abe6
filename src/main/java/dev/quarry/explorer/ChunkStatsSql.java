package dev.quarry.explorer;

import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts all chunks of a tenant. Each statement reads indexes only, once; the caller's snapshot makes them one answer. Table
 * names come from a space, never from a caller.
 */
final class ChunkStatsSql {
    /** Where the bars of the histograms begin. */
    private static final Integer[] SIZES = {0, 50, 100, 200, 400, 800, 1600, 3200, 6400};

    private static final Integer[] TOKENS = {0, 8, 16, 32, 64, 96, 128, 256, 512, 1024};
    private static final int LARGEST_GROUPS = 10;

    /** One reading of the index for all that a chunk says of itself; of chunks that are alike in it there are many. */
    private static final String FIGURES = """
            with kinds as materialized (
              select chunk_size, token_count, state, origin, count(*) as chunks
              from document_chunks
              where tenant_id = $1
              group by chunk_size, token_count, state, origin
            )
            select coalesce(sum(chunks), 0)::bigint as chunks,
                   coalesce(sum(chunks) filter (where state = 'serving'), 0)::bigint as serving,
                   coalesce(sum(chunks) filter (where state = 'disabled'), 0)::bigint as disabled,
                   coalesce(sum(chunks) filter (where origin = 'source'), 0)::bigint as source,
                   coalesce(sum(chunks) filter (where origin = 'edited'), 0)::bigint as edited,
                   coalesce(sum(chunks) filter (where origin = 'added'), 0)::bigint as added,
                   min(chunk_size) as smallest_size, max(chunk_size) as largest_size,
                   (sum(chunk_size * chunks) / sum(chunks))::float8 as average_size,
                   min(token_count) as smallest_tokens, max(token_count) as largest_tokens,
                   (sum(token_count * chunks) / sum(chunks))::float8 as average_tokens,
                   (select jsonb_object_agg(bucket, chunks) from (
                      select width_bucket(chunk_size, $2::integer[]) as bucket, sum(chunks) as chunks
                      from kinds group by bucket
                    ) as bars) as bars_size,
                   (select jsonb_object_agg(bucket, chunks) from (
                      select width_bucket(token_count, $3::integer[]) as bucket, sum(chunks) as chunks
                      from kinds group by bucket
                    ) as bars) as bars_tokens
            from kinds
            """;

    /** Another one for what a document says of its chunks. */
    private static final String USES = """
            with used as materialized (
              select document_id, chunking_strategy, count(*) as chunks
              from document_chunks
              where tenant_id = $1
              group by document_id, chunking_strategy
            )
            select 'strategy' as kind, chunking_strategy as name, count(*) as documents, sum(chunks)::bigint as chunks,
                   0 as without_chunks
            from used
            group by chunking_strategy
            union all
            select 'language', d.language, count(*), coalesce(sum(counted.chunks), 0)::bigint,
                   count(*) filter (where counted.chunks is null)
            from documents d
            left join (select document_id, sum(chunks) as chunks from used group by document_id) as counted
              on counted.document_id = d.id
            where d.tenant_id = $1
            group by d.language
            order by kind, chunks desc, name
            """;

    private static final String VECTORS = "select (select count(*) from :vectors where tenant_id = $1) as vectors, "
            + EmbeddedChunks.OF_DISABLED + " as of_disabled";

    /** Most contents stand alone: which documents the others are in is counted of these only. */
    private static final String DUPLICATES = """
            with repeated as materialized (
              select content_hash
              from document_chunks
              where tenant_id = $1
              group by content_hash
              having count(*) > 1
            ), groups as materialized (
              select c.content_hash, count(*) as chunks, count(distinct c.document_id) as documents
              from repeated
              join document_chunks c on c.tenant_id = $1 and c.content_hash = repeated.content_hash
              group by c.content_hash
              having count(distinct c.document_id) > 1
            )
            select encode(content_hash, 'hex') as content_hash, chunks, documents,
                   (select count(*) from groups) as groups, (select sum(chunks) from groups)::bigint as all_chunks,
                   (select c.id from document_chunks c
                    where c.tenant_id = $1 and c.content_hash = groups.content_hash
                    order by c.document_id limit 1) as chunk_id
            from groups
            order by chunks desc, documents desc, content_hash
            limit $2
            """;

    /** The empty lexeme counts the chunks of a language. */
    private static final String COUNTED_LEXICALLY = """
            select coalesce(sum(chunks), 0)::bigint as chunks
            from (
              select chunks from lexeme_totals where tenant_id = $1 and lexeme = ''
              union all
              select chunks from lexeme_changes where tenant_id = $1 and lexeme = ''
            ) as counted
            """;

    private ChunkStatsSql() {}

    static Uni<ChunkStats> stats(SqlConnection connection, TenantId tenant, EmbeddingSpace space) {
        return one(connection, FIGURES, Tuple.of(tenant.value(), SIZES, TOKENS))
                .flatMap(figures -> connection
                        .preparedQuery(USES)
                        .execute(Tuple.of(tenant.value()))
                        .map(uses -> new Kinds(figures, list(uses))))
                .flatMap(kinds -> connections(connection, tenant, space).map(found -> stats(kinds, found, space)));
    }

    private record Kinds(Row figures, List<Row> uses) {
        List<Row> uses(String kind) {
            return uses.stream()
                    .filter(row -> row.getString("kind").equals(kind))
                    .toList();
        }
    }

    private record Connections(Row vectors, List<Row> duplicates, long countedLexically) {}

    /** What chunks have to do with one another and with the indexes. */
    private static Uni<Connections> connections(SqlConnection connection, TenantId tenant, EmbeddingSpace space) {
        String vectors = VECTORS.replace(":vectors", space.index().vectorTable());
        return one(connection, vectors, Tuple.of(tenant.value()))
                .flatMap(embedded -> connection
                        .preparedQuery(DUPLICATES)
                        .execute(Tuple.of(tenant.value(), LARGEST_GROUPS))
                        .map(ChunkStatsSql::list)
                        .flatMap(duplicates -> one(connection, COUNTED_LEXICALLY, Tuple.of(tenant.value()))
                                .map(counted -> new Connections(embedded, duplicates, counted.getLong("chunks")))));
    }

    private static ChunkStats stats(Kinds kinds, Connections found, EmbeddingSpace space) {
        Row figures = kinds.figures();
        List<Row> languages = kinds.uses("language");
        long serving = figures.getLong("serving");
        // A vector is a chunk's, and a chunk has one at most: what is not of those that are disabled is of those that
        // serve.
        long ofDisabled = found.vectors().getLong("of_disabled");
        long embedded = found.vectors().getLong("vectors") - ofDisabled;
        return new ChunkStats(
                sum(languages, "documents"),
                figures.getLong("chunks"),
                new ChunkStats.States(serving, figures.getLong("disabled")),
                new ChunkStats.Origins(figures.getLong("source"), figures.getLong("edited"), figures.getLong("added")),
                sizes(figures, "size", SIZES),
                sizes(figures, "tokens", TOKENS),
                each(
                        kinds.uses("strategy"),
                        row -> new ChunkStats.Strategy(
                                row.getString("name"), row.getLong("documents"), row.getLong("chunks"))),
                each(
                        languages,
                        row -> new ChunkStats.Language(
                                row.getString("name"), row.getLong("documents"), row.getLong("chunks"))),
                new ChunkStats.Vectors(space.id(), space.model(), embedded, serving - embedded),
                duplicates(found.duplicates()),
                new ChunkStats.Orphans(
                        sum(languages, "without_chunks"),
                        ofDisabled,
                        Math.max(0, serving - found.countedLexically()),
                        Math.max(0, found.countedLexically() - serving)));
    }

    private static ChunkStats.Sizes sizes(Row figures, String of, Integer[] bounds) {
        return new ChunkStats.Sizes(
                figures.getInteger("smallest_" + of),
                figures.getDouble("average_" + of),
                figures.getInteger("largest_" + of),
                histogram(figures.getJsonObject("bars_" + of), bounds));
    }

    /** @param bars chunks by bucket, from 1; without those that have none, null without any chunk */
    private static List<ChunkStats.Bucket> histogram(@Nullable JsonObject bars, Integer[] bounds) {
        return IntStream.range(0, bounds.length)
                .mapToObj(i -> new ChunkStats.Bucket(
                        bounds[i],
                        i + 1 < bounds.length ? bounds[i + 1] : null,
                        bars == null ? 0 : bars.getLong(Integer.toString(i + 1), 0L)))
                .toList();
    }

    private static ChunkStats.Duplicates duplicates(List<Row> groups) {
        if (groups.isEmpty()) {
            return new ChunkStats.Duplicates(0, 0, List.of());
        }
        return new ChunkStats.Duplicates(
                groups.getFirst().getLong("groups"),
                groups.getFirst().getLong("all_chunks"),
                each(
                        groups,
                        row -> new ChunkStats.Group(
                                row.getString("content_hash"),
                                row.getLong("chunks"),
                                row.getLong("documents"),
                                row.getUUID("chunk_id"))));
    }

    private static Uni<Row> one(SqlConnection connection, String sql, Tuple values) {
        return connection
                .preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.iterator().next());
    }

    private static List<Row> list(RowSet<Row> rows) {
        List<Row> list = new ArrayList<>(rows.size());
        rows.forEach(list::add);
        return list;
    }

    private static long sum(List<Row> rows, String column) {
        return rows.stream().mapToLong(row -> row.getLong(column)).sum();
    }

    private static <T> List<T> each(List<Row> rows, Function<Row, T> of) {
        return rows.stream().map(of).toList();
    }
}
