package dev.quarry.search;

import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.VectorIndex;
import dev.quarry.failure.Failure;
import dev.quarry.failure.RecurringWarning;
import dev.quarry.postgres.Database;
import dev.quarry.search.SearchClock.Part;
import dev.quarry.search.lexical.QueryText;
import dev.quarry.search.rerank.Reranker;
import dev.quarry.search.rerank.Reranking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Changes the order of a ranking's best where it is wanted: first by a reranker, then for diversity. Both look at a number
 * of candidates that does not depend on the page, so that pages fit together.
 */
@ApplicationScoped
class Ordering {
    private static final Logger LOG = Logger.getLogger(Ordering.class);

    private final RecurringWarning withoutDiversity = new RecurringWarning();
    private final Reranker reranker;
    private final Database database;
    private final EmbeddingSpaces spaces;
    private final SearchConfig config;

    Ordering(Reranker reranker, Database database, EmbeddingSpaces spaces, SearchConfig config) {
        this.reranker = reranker;
        this.database = database;
        this.spaces = spaces;
        this.config = config;
    }

    /** How many candidates there must be at least. */
    int candidates(Shape shape) {
        return Math.max(shape.rerank() ? reranker.top() : 0, shape.diversity() > 0 ? config.diversityCandidates() : 0);
    }

    Uni<Found> order(SearchPlan.Question question, Found found, SearchClock clock) {
        return reranked(question, found, clock).flatMap(ranked -> diverse(question, ranked, clock));
    }

    private Uni<Found> reranked(SearchPlan.Question question, Found found, SearchClock clock) {
        if (!question.shape().rerank() || found.candidates().isEmpty()) {
            return Uni.createFrom().item(found);
        }
        List<Candidate> best = first(found.candidates(), reranker.top());
        List<String> passages = best.stream()
                .map(Candidate::content)
                .map(content ->
                        content.content() == null ? content.title() : content.title() + "\n" + content.content())
                .toList();
        String wanted = QueryText.parse(question.query().text()).wanted();
        long began = System.nanoTime();
        return clock.measure(Part.RERANK, () -> reranker.judge(wanted, passages, clock.left()))
                .map(reranking -> found.reranked(
                        byJudgement(found.candidates(), reranking),
                        RerankReport.of(reranking, passages.size(), System.nanoTime() - began)));
    }

    /** Those that were not judged keep their order behind those that were. */
    private static List<Candidate> byJudgement(List<Candidate> candidates, Reranking reranking) {
        if (!(reranking instanceof Reranking.Done done)) {
            return candidates;
        }
        Set<Integer> judged = new LinkedHashSet<>();
        List<Candidate> order = new ArrayList<>(candidates.size());
        for (Reranking.Judged one : done.judged()) {
            judged.add(one.index());
            order.add(candidates.get(one.index()).reranked(order.size() + 1, one.score()));
        }
        for (int i = 0; i < candidates.size(); i++) {
            if (!judged.contains(i)) {
                order.add(candidates.get(i));
            }
        }
        return order;
    }

    private Uni<Found> diverse(SearchPlan.Question question, Found found, SearchClock clock) {
        double diversity = question.shape().diversity();
        if (diversity == 0 || found.candidates().size() < 2) {
            return Uni.createFrom().item(found);
        }
        List<Candidate> best = first(found.candidates(), config.diversityCandidates());
        return clock.measure(Part.DIVERSITY, () -> vectors(question.query().withDeadline(clock.left()), best))
                // Every pair of vectors is compared: not on an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(vectors -> {
                    List<Candidate> order = new ArrayList<>(Diversity.reorder(best, vectors, diversity));
                    order.addAll(found.candidates()
                            .subList(best.size(), found.candidates().size()));
                    return found.withCandidates(order);
                })
                .onFailure(Failure.class)
                .invoke(this::warn)
                .onFailure(Failure.class)
                .recoverWithItem(found::withoutDiversity);
    }

    private void warn(Throwable error) {
        withoutDiversity.warn(
                unlogged -> LOG.warnf("search_without_diversity error=%s unlogged=%d", error.getMessage(), unlogged));
    }

    private Uni<Map<UUID, float[]>> vectors(SearchQuery query, List<Candidate> candidates) {
        VectorIndex index = spaces.serving().space().index();
        List<UUID> chunkIds = candidates.stream()
                .flatMap(candidate -> candidate.chunkId().stream())
                .toList();
        return database.read(
                query.tenant().rows(),
                query.deadline(),
                connection -> index.vectorsOf(connection, query.tenant(), chunkIds));
    }

    private static List<Candidate> first(List<Candidate> candidates, int most) {
        return candidates.subList(0, Math.min(most, candidates.size()));
    }
}
