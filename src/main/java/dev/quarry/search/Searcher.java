package dev.quarry.search;

import dev.quarry.embedding.InteractiveLane;
import dev.quarry.failure.Failure;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Answers a request. */
@ApplicationScoped
public class Searcher {
    private final SearchPlanner planner;
    private final QuestionSearch questions;
    private final ListingSearch listings;
    private final InteractiveLane lane;

    Searcher(SearchPlanner planner, QuestionSearch questions, ListingSearch listings, InteractiveLane lane) {
        this.planner = planner;
        this.questions = questions;
        this.listings = listings;
        this.lane = lane;
    }

    /**
     * The answer.
     *
     * @throws Failure.Invalid at once for a request that cannot be understood
     */
    public Uni<SearchAnswer> search(TenantId tenant, @Nullable SearchRequest request) {
        SearchPlan plan = planner.plan(tenant, request);
        // Not for the query's embedding alone: the database, mostly on the same processors, is the longer part.
        return lane.during(() -> answer(plan));
    }

    /** As {@link #search}, for work that nobody waits for: bulk work does not give way to it as it does to people. */
    public Uni<SearchAnswer> searchInBackground(TenantId tenant, @Nullable SearchRequest request) {
        return answer(planner.plan(tenant, request));
    }

    /**
     * What a search would go by.
     *
     * @throws Failure.Invalid as the search itself would
     */
    public SearchSettings settings(SearchRequest request) {
        return planner.settings(request);
    }

    private Uni<SearchAnswer> answer(SearchPlan plan) {
        return switch (plan) {
            case SearchPlan.Question question -> questions.answer(question);
            case SearchPlan.Listing listing -> listings.answer(listing);
        };
    }
}
