package dev.quarry.explorer;

import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Counts all chunks of a tenant. Each statement reads indexes only, once; the caller's snapshot makes them one answer. Table
 * names come from a space, never from a caller.
 */
final class ChunkStatsSql {
    /** Where the bars of the histograms begin. */
    private static final Integer[] SIZES = {0, 50, 100, 200, 400, 800, 1600, 3200, 6400};

    private static final Integer[] TOKENS = {0, 8, 16, 32, 64, 96, 128, 256, 512, 1024};
    private static final int LARGEST_GROUPS = 10;

    /** One reading of the index for all that a chunk says of itself. */
    private static final String FIGURES = """
            select count(*) as chunks,
                   count(*) filter (where state = 'serving') as serving,
                   count(*) filter (where state = 'disabled') as disabled,
                   count(*) filter (where origin = 'source') as source,
                   count(*) filter (where origin = 'edited') as edited,
                   count(*) filter (where origin = 'added') as added,
                   min(chunk_size) as smallest_size, avg(chunk_size)::float8 as average_size, max(chunk_size) as largest_size,
                   min(token_count) as smallest_tokens, avg(token_count)::float8 as average_tokens,
                   max(token_count) as largest_tokens
            from document_chunks
            where tenant_id = $1
            """;

    private static final String HISTOGRAM = """
            select width_bucket(:size, $2::integer[]) as bucket, count(*) as chunks
            from document_chunks
            where tenant_id = $1
            group by bucket
            """;

    private static final String STRATEGIES = """
            select chunking_strategy as name, count(*) as documents, sum(chunks)::bigint as chunks
            from (
              select document_id, chunking_strategy, count(*) as chunks
              from document_chunks
              where tenant_id = $1
              group by document_id, chunking_strategy
            ) as used
            group by chunking_strategy
            order by chunks desc, chunking_strategy
            """;

    private static final String LANGUAGES = """
            select d.language as name, count(*) as documents, coalesce(sum(counted.chunks), 0)::bigint as chunks,
                   count(*) filter (where counted.chunks is null) as without_chunks
            from documents d
            left join (
              select document_id, count(*) as chunks from document_chunks where tenant_id = $1 group by document_id
            ) as counted on counted.document_id = d.id
            where d.tenant_id = $1
            group by d.language
            order by chunks desc, d.language
            """;

    private static final String VECTORS = """
            select count(*) filter (where v.chunk_id is not null) as embedded,
                   count(*) filter (where v.chunk_id is null) as missing,
                   (select count(*) from :vectors where tenant_id = $1) as vectors
            from document_chunks c
            left join :vectors v on v.tenant_id = c.tenant_id and v.chunk_id = c.id
            where c.tenant_id = $1 and c.state = 'serving'
            """;

    private static final String DUPLICATES = """
            with groups as materialized (
              select content_hash, count(*) as chunks, count(distinct document_id) as documents
              from document_chunks
              where tenant_id = $1
              group by content_hash
              having count(distinct document_id) > 1
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
        return one(connection, FIGURES, Tuple.of(tenant.value()))
                .flatMap(figures -> histogram(connection, tenant, "chunk_size", SIZES)
                        .flatMap(sizes -> histogram(connection, tenant, "token_count", TOKENS)
                                .map(tokens -> new Figures(figures, sizes, tokens))))
                .flatMap(figures -> named(connection, STRATEGIES, tenant)
                        .flatMap(strategies -> named(connection, LANGUAGES, tenant)
                                .map(languages -> new Kinds(figures, strategies, languages))))
                .flatMap(kinds -> connections(connection, tenant, space).map(found -> stats(kinds, found, space)));
    }

    private record Figures(Row totals, List<ChunkStats.Bucket> sizes, List<ChunkStats.Bucket> tokens) {}

    private record Kinds(Figures figures, List<Row> strategies, List<Row> languages) {}

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
        Row totals = kinds.figures().totals();
        long serving = totals.getLong("serving");
        long embedded = found.vectors().getLong("embedded");
        return new ChunkStats(
                sum(kinds.languages(), "documents"),
                totals.getLong("chunks"),
                new ChunkStats.States(serving, totals.getLong("disabled")),
                new ChunkStats.Origins(totals.getLong("source"), totals.getLong("edited"), totals.getLong("added")),
                sizes(totals, "size", kinds.figures().sizes()),
                sizes(totals, "tokens", kinds.figures().tokens()),
                each(
                        kinds.strategies(),
                        row -> new ChunkStats.Strategy(
                                row.getString("name"), row.getLong("documents"), row.getLong("chunks"))),
                each(
                        kinds.languages(),
                        row -> new ChunkStats.Language(
                                row.getString("name"), row.getLong("documents"), row.getLong("chunks"))),
                new ChunkStats.Vectors(
                        space.id(), space.model(), embedded, found.vectors().getLong("missing")),
                duplicates(found.duplicates()),
                new ChunkStats.Orphans(
                        sum(kinds.languages(), "without_chunks"),
                        found.vectors().getLong("vectors") - embedded,
                        Math.max(0, serving - found.countedLexically()),
                        Math.max(0, found.countedLexically() - serving)));
    }

    private static ChunkStats.Sizes sizes(Row totals, String of, List<ChunkStats.Bucket> histogram) {
        return new ChunkStats.Sizes(
                totals.getInteger("smallest_" + of),
                totals.getDouble("average_" + of),
                totals.getInteger("largest_" + of),
                histogram);
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

    private static Uni<List<ChunkStats.Bucket>> histogram(
            SqlConnection connection, TenantId tenant, String size, Integer[] bounds) {
        return connection
                .preparedQuery(HISTOGRAM.replace(":size", size))
                .execute(Tuple.of(tenant.value(), bounds))
                .map(rows -> {
                    long[] chunks = new long[bounds.length];
                    rows.forEach(row -> chunks[row.getInteger("bucket") - 1] = row.getLong("chunks"));
                    return IntStream.range(0, bounds.length)
                            .mapToObj(i -> new ChunkStats.Bucket(
                                    bounds[i], i + 1 < bounds.length ? bounds[i + 1] : null, chunks[i]))
                            .toList();
                });
    }

    private static Uni<List<Row>> named(SqlConnection connection, String sql, TenantId tenant) {
        return connection.preparedQuery(sql).execute(Tuple.of(tenant.value())).map(ChunkStatsSql::list);
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
