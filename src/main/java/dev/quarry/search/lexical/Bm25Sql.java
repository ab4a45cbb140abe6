package dev.quarry.search.lexical;

import dev.quarry.document.filter.DocumentFilter;
import dev.quarry.search.lexical.Bm25Plan.Survivors;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * BM25 over the postings.
 *
 * <pre>
 *   score = Σ n(q) · ln(1 + (N - df + 0.5) / (df + 0.5)) · tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / average))
 * </pre>
 *
 * where n(q) is how often the query says the lexeme, N the number of the tenant's chunks, df the number of those in the
 * chunk's language that hold the lexeme. The query is read in every language that the tenant has chunks in, and a chunk is
 * matched with the lexemes of its own. A filter changes neither N nor df.
 *
 * @see <a href="https://doi.org/10.1561/1500000019">Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and
 *     Beyond (2009)</a>
 */
final class Bm25Sql {
    /**
     * The terms with their counts. It also gives the transaction memory to sum scores in: where their table does not fit
     * into it, a common word takes twice as long.
     */
    static final String TERMS = """
            with memory as materialized (
              select set_config('work_mem', '32MB', true)
            ), counted as materialized (
              select language, sum(chunks) as chunks, sum(occurrences) as occurrences
              from (
                select language, chunks, occurrences from lexeme_totals where tenant_id = $1 and lexeme = ''
                union all
                select language, chunks, occurrences from lexeme_changes where tenant_id = $1 and lexeme = ''
              ) as parts
              group by language
            ), corpus as materialized (
              select sum(chunks)::float8 as chunks, sum(occurrences)::float8 / nullif(sum(chunks), 0)::float8 as average_length
              from counted
            ), required as materialized (
              select counted.language, l.lexeme
              from counted
              cross join unnest($3::text[]) as phrase
              cross join lateral unnest(to_tsvector(text_search_configuration(counted.language), phrase)) as l
            ), asked as materialized (
              select counted.language, l.lexeme, cardinality(l.positions) as times
              from counted
              cross join lateral unnest(to_tsvector(text_search_configuration(counted.language), $2)) as l
              where counted.chunks > 0
            )
            select asked.language, asked.lexeme, df.chunks, corpus.average_length,
                   asked.times * ln(1 + (corpus.chunks - df.chunks + 0.5) / (df.chunks + 0.5)) * ($4::float8 + 1) as weight,
                   exists (
                     select from required where required.language = asked.language and required.lexeme = asked.lexeme
                   ) as required
            from memory
            cross join asked
            cross join corpus
            cross join lateral (
              select coalesce(sum(parts.chunks), 0)::float8 as chunks
              from (
                select t.chunks from lexeme_totals t
                where t.tenant_id = $1 and t.language = asked.language and t.lexeme = asked.lexeme
                union all
                select c.chunks from lexeme_changes c
                where c.tenant_id = $1 and c.language = asked.language and c.lexeme = asked.lexeme
              ) as parts
            ) as df
            """;

    /** What every ranking starts from. A language is its place among the query's. */
    private static final String STEPS = """
            with steps as materialized (
              select *
              from unnest($2::text[], $3::integer[], $4::text[], $5::float8[], $6::bigint[], $7::boolean[])
                as step (language, language_place, lexeme, weight, most, is_read)
            )
            """;

    private static final String SHARE_OF_WEIGHT =
            "p.frequency::float8 / (p.frequency::float8 + $8::float8 + $9::float8 * p.chunk_length::float8)";

    /** The limit also keeps the planner to one walk through the key's index for each term. */
    private static final String READ_ALL_CHUNKS = """
            select p.chunk_id, %%s as language_place, sum(p.score) as score
            from steps
            cross join lateral (
              select p.chunk_id, steps.weight * %s as score
              from postings p
              where p.tenant_id = $1 and p.language = steps.language and p.lexeme = steps.lexeme
              order by p.chunk_id desc
              limit steps.most
            ) as p
            where steps.is_read
            group by p.chunk_id
            """.formatted(SHARE_OF_WEIGHT);

    private static final String READ_SOME_CHUNKS = """
            select p.chunk_id, %%s as language_place, sum(steps.weight * %s) as score
            from unnest($11::uuid[]) as meant (chunk_id)
            cross join steps
            cross join lateral (
              select chunk_id, frequency, chunk_length
              from postings
              where tenant_id = $1 and language = steps.language and lexeme = steps.lexeme and chunk_id = meant.chunk_id
              limit 1
            ) as p
            group by p.chunk_id
            """.formatted(SHARE_OF_WEIGHT);

    /** Of one language there is nothing to tell apart, which a tenth of the postings' time is spent on. */
    private static final String ONLY_PLACE = "0";

    private static final String PLACE = "min(steps.language_place)";

    /**
     * Chunks whose texts are held against a phrase, at most: words of it that are everywhere and nowhere together would have all
     * texts read.
     */
    static final int MOST_CHECKED = 5_000;

    /** In the order of rank; the join below keeps it, and looks at no more chunks than it must to have the limit's. */
    private static final String BEST = """
            select ranked.chunk_id, ranked.score
            from (select chunk_id, score from %s order by score desc, chunk_id %s) as ranked
            %s
            order by ranked.score desc, ranked.chunk_id
            limit $10
            """;

    /** Term by term and in the order of the index: in any other order a lookup takes twice as long. */
    private static final String COMPLETED = """
            , completed as (
              select chunk_id, sum(score) as score
              from (
                select chunk_id, score from survivors
                union all
                select survivor.chunk_id, steps.weight * %s
                from steps
                cross join lateral (
                  select chunk_id from survivors where language_place = steps.language_place order by chunk_id offset 0
                ) as survivor
                cross join lateral (
                  select frequency, chunk_length
                  from postings
                  where tenant_id = $1 and language = steps.language and lexeme = steps.lexeme
                    and chunk_id = survivor.chunk_id
                  limit 1
                ) as p
                where not steps.is_read
              ) as parts
              group by chunk_id
            )
            """.formatted(SHARE_OF_WEIGHT);

    private Bm25Sql() {}

    static Uni<Bm25Terms> terms(SqlConnection connection, TenantId tenant, QueryText query, double k1) {
        return connection
                .preparedQuery(TERMS)
                .execute(
                        Tuple.of(tenant.value(), query.wanted(), query.phrases().toArray(String[]::new), k1))
                .map(rows -> {
                    List<Bm25Term> terms = new ArrayList<>(rows.size());
                    double averageLength = 1;
                    for (Row row : rows) {
                        averageLength = row.getDouble("average_length");
                        terms.add(new Bm25Term(
                                row.getString("language"),
                                row.getString("lexeme"),
                                row.getDouble("weight"),
                                row.getDouble("chunks").longValue(),
                                row.getBoolean("required")));
                    }
                    return new Bm25Terms(terms, averageLength);
                });
    }

    /**
     * Ranks chunks as the plan says.
     *
     * @param meant the only chunks that there are, or empty for all; then the plan's steps are all read
     */
    static Uni<List<ScoredChunk>> rank(
            SqlConnection connection,
            Bm25Question question,
            Bm25Terms terms,
            Bm25Plan plan,
            Optional<List<UUID>> meant) {
        Survivors survivors = meant.isPresent() ? new Survivors.Nobody() : plan.survivors();
        List<Object> values = new ArrayList<>();
        values.add(question.tenant().value());
        addSteps(values, plan);
        double k1 = question.settings().k1();
        double b = question.settings().b();
        values.add(k1 * (1 - b));
        values.add(k1 * b / terms.averageLength());
        values.add(question.limit());
        measure(survivors).ifPresent(values::add);
        meant.ifPresent(ids -> values.add(ids.toArray(UUID[]::new)));
        ChunkCondition condition = ChunkCondition.of(
                meant.isPresent() ? DocumentFilter.EVERYTHING : question.filter(), question.query(), values.size() + 1);
        values.addAll(condition.parameters());
        double highest = terms.highest();
        return connection
                .preparedQuery(statement(survivors, plan.isOfOneLanguage(), meant.isPresent(), condition))
                .execute(Tuple.from(values))
                .map(rows -> {
                    List<ScoredChunk> best = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        double score = row.getDouble("score");
                        best.add(new ScoredChunk(row.getUUID("chunk_id"), score, score / highest));
                    }
                    return best;
                });
    }

    /** What tells who survives: the parameter after the limit. */
    private static Optional<Double> measure(Survivors survivors) {
        return switch (survivors) {
            case Survivors.Nobody() -> Optional.empty();
            case Survivors.Best best -> Optional.of((double) best.count());
            case Survivors.From from -> Optional.of(from.score());
            case Survivors.WithinReach reach -> Optional.of(reach.rest());
        };
    }

    /**
     * @param ofOneLanguage whether all steps are
     * @param ofSome whether the chunks are given, as the parameter after the limit
     */
    static String statement(Survivors survivors, boolean ofOneLanguage, boolean ofSome, ChunkCondition condition) {
        String passing = condition.joinedTo("ranked.chunk_id");
        String read = (ofSome ? READ_SOME_CHUNKS : READ_ALL_CHUNKS).formatted(ofOneLanguage ? ONLY_PLACE : PLACE);
        String most = condition.readsTexts() ? "limit " + MOST_CHECKED : "offset 0";
        return survivors instanceof Survivors.Nobody
                ? STEPS + condition.tables() + BEST.formatted("(" + read + ") as summed", most, passing)
                : STEPS
                        + condition.tables()
                        + ", partial as (" + read + ")"
                        + survivors(survivors, passing)
                        + COMPLETED
                        + BEST.formatted("completed", most, passing);
    }

    /**
     * What the best of those that were read have by now is a score that as many chunks reach: others which cannot reach it are
     * dropped.
     */
    private static String survivors(Survivors survivors, String passing) {
        return switch (survivors) {
            case Survivors.Nobody() -> "";
            case Survivors.Best best -> """
                , survivors as materialized (
                  select ranked.chunk_id, ranked.language_place, ranked.score
                  from (select * from partial order by score desc offset 0) as ranked
                  %s
                  order by ranked.score desc
                  limit $11::float8::bigint
                )
                """.formatted(passing);
            case Survivors.From from -> """
                , survivors as materialized (
                  select chunk_id, language_place, score from partial where score >= $11::float8
                )
                """;
            case Survivors.WithinReach reach -> """
                , threshold as materialized (
                  select case when count(*) = $10 and $11::float8 < 'Infinity' then min(score) else '-Infinity' end as score
                  from (
                    select ranked.score
                    from (select chunk_id, score from partial where $11::float8 < 'Infinity' order by score desc offset 0) as ranked
                    %s
                    order by ranked.score desc
                    limit $10
                  ) as best
                ), survivors as materialized (
                  select partial.chunk_id, partial.language_place, partial.score
                  from partial
                  cross join threshold
                  where partial.score + $11::float8 >= threshold.score
                )
                """.formatted(passing);
        };
    }

    private static void addSteps(List<Object> values, Bm25Plan plan) {
        List<Bm25Plan.Step> steps = plan.steps();
        List<String> languages =
                steps.stream().map(step -> step.term().language()).distinct().toList();
        values.add(column(steps, String[]::new, step -> step.term().language()));
        values.add(column(
                steps, Integer[]::new, step -> languages.indexOf(step.term().language())));
        values.add(column(steps, String[]::new, step -> step.term().lexeme()));
        values.add(column(steps, Double[]::new, Bm25Plan.Step::weight));
        values.add(column(steps, Long[]::new, step -> step.most()));
        values.add(column(steps, Boolean[]::new, Bm25Plan.Step::read));
    }

    private static <T> T[] column(List<Bm25Plan.Step> steps, IntFunction<T[]> array, Function<Bm25Plan.Step, T> value) {
        return steps.stream().map(value).toArray(array);
    }
}
