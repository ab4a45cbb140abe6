package dev.quarry.search.lexical;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The best chunks by their words: two statements, one more under a filter, and one more where common words are worth avoiding. */
public final class Bm25 {
    /** Chunks of a filter that are looked up one by one, at most: their ids travel to the server. */
    private static final int MOST_CHUNKS_LOOKED_UP = 5_000;

    private Bm25() {}

    /** Ranks the chunks that hold any of the words, every phrase and nothing that is excluded. */
    public static Uni<RankedChunks> search(SqlConnection connection, Bm25Question question) {
        return Bm25Sql.terms(
                        connection,
                        question.tenant(),
                        question.query(),
                        question.settings().k1())
                .flatMap(terms -> terms.postings() == 0
                        ? Uni.createFrom().item(new RankedChunks(List.of(), true, Map.of()))
                        : FilteredChunksSql.find(
                                        connection, question.tenant(), question.filter(), chunksWorthLookingUp(terms))
                                .flatMap(meant -> rank(connection, question, terms, meant)));
    }

    private static Uni<RankedChunks> rank(
            SqlConnection connection, Bm25Question question, Bm25Terms terms, Optional<List<UUID>> meant) {
        if (meant.isPresent()) {
            return rank(connection, question, terms, Bm25Plan.thorough(terms.terms(), 1, Long.MAX_VALUE), meant);
        }
        int limit = question.limit();
        long postings = question.settings().postings();
        return Bm25Plan.sample(terms.terms(), limit, postings)
                .map(sample -> Bm25Sql.rank(connection, question, terms, sample, meant)
                        .map(best -> best.size() < limit
                                ? Bm25Plan.thorough(terms.terms(), limit, postings)
                                : Bm25Plan.above(best.getLast().score(), terms.terms(), limit, postings)))
                .orElseGet(() -> Uni.createFrom().item(Bm25Plan.thorough(terms.terms(), limit, postings)))
                .flatMap(plan -> rank(connection, question, terms, plan, meant)
                        // What the sample's score stood on may have been deleted since.
                        .flatMap(found -> plan.demandsAScore() && found.best().size() < limit
                                ? rank(
                                        connection,
                                        question,
                                        terms,
                                        Bm25Plan.thorough(terms.terms(), limit, postings),
                                        meant)
                                : Uni.createFrom().item(found)));
    }

    private static Uni<RankedChunks> rank(
            SqlConnection connection,
            Bm25Question question,
            Bm25Terms terms,
            Bm25Plan plan,
            Optional<List<UUID>> meant) {
        return Bm25Sql.rank(connection, question, terms, plan, meant)
                .map(best -> new RankedChunks(
                        best,
                        plan.proves(best, question.limit()) && (meant.isPresent() || !isCutOff(best, question, plan)),
                        explained(plan, meant)));
    }

    /** Whether chunks were left that were not held against the query's phrases. */
    private static boolean isCutOff(List<ScoredChunk> best, Bm25Question question, Bm25Plan plan) {
        return question.query().isConditional()
                && best.size() < question.limit()
                && plan.postings() > Bm25Sql.MOST_CHECKED;
    }

    private static int chunksWorthLookingUp(Bm25Terms terms) {
        long lookups =
                terms.postings() / Bm25Plan.READS_OF_A_LOOKUP / terms.terms().size();
        return (int) Math.min(lookups, MOST_CHUNKS_LOOKED_UP);
    }

    private static Map<String, Object> explained(Bm25Plan plan, Optional<List<UUID>> meant) {
        Map<String, Object> explained = new LinkedHashMap<>(plan.explained());
        meant.ifPresent(ids -> {
            explained.remove("postings");
            explained.put("chunks_of_filter", ids.size());
        });
        return explained;
    }
}
