package dev.quarry.search;

import dev.quarry.embedding.InteractiveLane;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers a question: fans out, fuses, fetches the texts. */
@ApplicationScoped
public class Searcher {
    private static final Duration TIME_FOR_TEXTS = Duration.ofMillis(250);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final SearchPlanner planner;
    private final FanOut fanOut;
    private final Database database;
    private final InteractiveLane lane;

    Searcher(SearchPlanner planner, FanOut fanOut, Database database, InteractiveLane lane) {
        this.planner = planner;
        this.fanOut = fanOut;
        this.database = database;
        this.lane = lane;
    }

    /** The answer; fails with {@link Failure.Invalid} for a request that cannot be understood. */
    public Uni<SearchAnswer> search(TenantId tenant, @Nullable SearchRequest request) {
        SearchPlanner.Plan plan = planner.plan(tenant, request);
        // Not for the query's embedding alone: the database, mostly on the same processors, is the longer part.
        return lane.during(() -> answer(plan));
    }

    /** As {@link #search}, for work that nobody waits for: bulk work does not give way to it as it does to people. */
    public Uni<SearchAnswer> searchInBackground(TenantId tenant, @Nullable SearchRequest request) {
        return answer(planner.plan(tenant, request));
    }

    /** What a search would go by; fails with {@link Failure.Invalid} as the search itself would. */
    public SearchSettings settings(SearchRequest request) {
        return planner.settings(request);
    }

    private Uni<SearchAnswer> answer(SearchPlanner.Plan plan) {
        SearchQuery query = plan.query();
        long began = System.nanoTime();
        return fanOut.ask(plan.asked(), query)
                .invoke(Searcher::requireAnAnswer)
                .flatMap(legs -> withTexts(
                        query.withDeadline(remaining(query, began)),
                        legs,
                        plan.fusion().fuse(answered(legs), plan.k())))
                .map(found -> found.answer(Duration.ofNanos(System.nanoTime() - began)));
    }

    private Uni<Found> withTexts(SearchQuery query, List<Leg> legs, List<Fusion.Fused> ranking) {
        List<UUID> chunkIds = Found.chunkIds(ranking);
        if (chunkIds.isEmpty()) {
            return Uni.createFrom().item(new Found(legs, ranking, Map.of()));
        }
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
