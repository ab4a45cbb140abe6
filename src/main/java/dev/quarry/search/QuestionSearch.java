package dev.quarry.search;

import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Answers a question: fans out, fuses, fetches the texts. */
@ApplicationScoped
class QuestionSearch {
    private static final Duration TIME_FOR_TEXTS = Duration.ofMillis(250);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final FanOut fanOut;
    private final Database database;

    QuestionSearch(FanOut fanOut, Database database) {
        this.fanOut = fanOut;
        this.database = database;
    }

    Uni<SearchAnswer> answer(SearchPlan.Question question) {
        SearchQuery query = question.query();
        long began = System.nanoTime();
        return fanOut.ask(question.asked(), query)
                .invoke(QuestionSearch::requireAnAnswer)
                .flatMap(legs -> withTexts(
                        query.withDeadline(remaining(query, began)),
                        legs,
                        question.fusion().fuse(answered(legs), question.k())))
                .map(found -> found.answer(Duration.ofNanos(System.nanoTime() - began)));
    }

    private Uni<Found> withTexts(SearchQuery query, List<Leg> legs, List<Fusion.Fused> ranking) {
        if (ranking.isEmpty()) {
            return Uni.createFrom().item(new Found(legs, ranking, Map.of()));
        }
        List<UUID> chunkIds = ranking.stream().map(Found::chunkId).toList();
        return database.read(
                        query.tenant().rows(),
                        query.deadline(),
                        connection -> FoundChunkSql.find(connection, query.tenant(), chunkIds))
                .ifNoItem()
                .after(query.deadline())
                .failWith(() -> new Failure.Busy("the search did not end within its deadline", RETRY_AFTER, null))
                .map(texts -> new Found(legs, ranking, texts));
    }

    /** What the legs left of the deadline, and in any case time to fetch a few rows: without them all was for nothing. */
    private static Duration remaining(SearchQuery query, long began) {
        Duration left = query.deadline().minusNanos(System.nanoTime() - began);
        return left.compareTo(TIME_FOR_TEXTS) < 0 ? TIME_FOR_TEXTS : left;
    }

    /** An answer of nothing at all would read as "nothing was found". */
    private static void requireAnAnswer(List<Leg> legs) {
        if (legs.stream().anyMatch(Leg.Answered.class::isInstance)) {
            return;
        }
        if (legs.stream().anyMatch(Leg.Late.class::isInstance)) {
            throw new Failure.Busy("no capability answered within its deadline", RETRY_AFTER, null);
        }
        throw new Failure.Upstream("every capability failed; the service's log says why", null);
    }

    private static List<Leg.Answered> answered(List<Leg> legs) {
        return legs.stream()
                .filter(Leg.Answered.class::isInstance)
                .map(Leg.Answered.class::cast)
                .toList();
    }
}
