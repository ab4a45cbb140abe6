package dev.quarry.chunk;

import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/**
 * Writes the lexical index: a posting for each lexeme of a chunk, and the counts that BM25 needs.
 *
 * <p>A chunk is indexed together with its document's title and the headings above it, in the document's language. Counts are only ever added to, so
 * that two transactions never wait for each other; {@link #fold} sums them up later.
 */
public final class LexicalIndexSql {
    /** The lexemes of chunks as they are, or would be, indexed: one definition for adding and for taking out. */
    private static final String LEXEMES_OF_CHUNKS = """
            lexemes as materialized (
              select c.id as chunk_id, d.language, l.lexeme, least(cardinality(l.positions), 32767)::smallint as frequency,
                     (sum(cardinality(l.positions)) over (partition by c.id))::integer as chunk_length
              from document_chunks c
              join documents d on d.tenant_id = c.tenant_id and d.id = c.document_id
              cross join lateral
                unnest(to_tsvector(text_search_configuration(d.language),
                                   chunk_context(d.title, c.heading_path) || E'\\n' || c.content)) as l
              where c.tenant_id = $1 and c.id = any ($2) and c.state = 'serving'
            )
            """;

    private static final String COUNTED_CHANGES = """
            insert into lexeme_changes (tenant_id, language, lexeme, id, chunks, occurrences)
            select $1, language, coalesce(lexeme, ''), $3, %1$s count(distinct chunk_id), %1$s sum(frequency)
            from changed
            group by grouping sets ((language, lexeme), (language))
            """;

    private static final String ADD = "with " + LEXEMES_OF_CHUNKS + """
            , changed as (
              insert into postings (tenant_id, language, lexeme, chunk_id, frequency, chunk_length)
              select $1, language, lexeme, chunk_id, frequency, chunk_length from lexemes
              returning language, lexeme, chunk_id, frequency
            )
            """ + COUNTED_CHANGES.formatted("");

    /**
     * Each posting is looked up by its key, which the limit sees to: before a table's statistics are there the planner takes
     * the lexemes for a handful and compares every posting with every one of them.
     */
    private static final String REMOVE = "with " + LEXEMES_OF_CHUNKS + """
            , changed as (
              delete from postings p
              using lexemes l
              cross join lateral (
                select there.ctid
                from postings there
                where there.tenant_id = $1 and there.language = l.language and there.lexeme = l.lexeme
                  and there.chunk_id = l.chunk_id
                limit 1) as found
              where p.ctid = found.ctid
              returning p.language, p.lexeme, p.chunk_id, p.frequency
            )
            """ + COUNTED_CHANGES.formatted("-");

    /**
     * The rows are taken by their place, in which the lock keeps them: joined by their key, before there are statistics, every
     * one of them would be compared with every other.
     */
    private static final String FOLD = """
            with moved as (
              delete from lexeme_changes c
              where c.ctid = any (array(
                select ctid from lexeme_changes
                order by tenant_id, language, lexeme, id limit $1 for update skip locked))
              returning c.tenant_id, c.language, c.lexeme, c.chunks, c.occurrences
            ), summed as (
              select tenant_id, language, lexeme, sum(chunks) as chunks, sum(occurrences) as occurrences
              from moved
              group by tenant_id, language, lexeme
            ), added as (
              insert into lexeme_totals as total (tenant_id, language, lexeme, chunks, occurrences)
              select tenant_id, language, lexeme, chunks, occurrences from summed
              order by tenant_id, language, lexeme
              on conflict (tenant_id, language, lexeme) do update
              set chunks = total.chunks + excluded.chunks, occurrences = total.occurrences + excluded.occurrences
            )
            select count(*) as folded from moved
            """;

    private LexicalIndexSql() {}

    /** Indexes stored chunks; not those that are disabled. */
    public static Uni<Void> add(SqlConnection connection, TenantId tenant, List<UUID> chunkIds, UUID changeId) {
        return change(connection, ADD, tenant, chunkIds, changeId);
    }

    /** Takes chunks out of the index, while they and their document's title are still as they were indexed. */
    public static Uni<Void> remove(SqlConnection connection, TenantId tenant, List<UUID> chunkIds, UUID changeId) {
        return change(connection, REMOVE, tenant, chunkIds, changeId);
    }

    /**
     * Moves up to {@code limit} counted changes, of any tenant, into the totals.
     *
     * @return how many were moved
     */
    public static Uni<Integer> fold(SqlConnection connection, int limit) {
        return connection
                .preparedQuery(FOLD)
                .execute(Tuple.of(limit))
                .map(rows -> rows.iterator().next().getInteger("folded"));
    }

    private static Uni<Void> change(
            SqlConnection connection, String sql, TenantId tenant, List<UUID> chunkIds, UUID changeId) {
        if (chunkIds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(tenant.value(), chunkIds.toArray(UUID[]::new), changeId))
                .replaceWithVoid();
    }
}
