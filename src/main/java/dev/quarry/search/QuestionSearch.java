package dev.quarry.search;

import dev.quarry.failure.Failure;
import dev.quarry.search.SearchClock.Part;
import dev.quarry.search.lexical.QueryText;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers a question: fans out, fuses, fetches the texts. */
@ApplicationScoped
class QuestionSearch {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /** Beyond that the usual weight is the better answer. */
    private static final Duration LONGEST_FOR_A_WEIGHT = Duration.ofMillis(250);

    private final FanOut fanOut;
    private final CandidateReader candidates;
    private final Ordering ordering;
    private final HitDetails details;
    private final SearchConfig config;

    QuestionSearch(
            FanOut fanOut, CandidateReader candidates, Ordering ordering, HitDetails details, SearchConfig config) {
        this.fanOut = fanOut;
        this.candidates = candidates;
        this.ordering = ordering;
        this.details = details;
        this.config = config;
    }

    Uni<SearchAnswer> answer(SearchPlan.Question question) {
        SearchClock clock = new SearchClock(question.query().deadline());
        return weighed(question)
                .flatMap(weighed -> find(weighed, clock)
                        .flatMap(found -> ordering.order(weighed, found, clock))
                        .flatMap(found -> written(weighed, found, clock)));
    }

    /** With the weights that suit the query; those that the caller chose stay. */
    private static Uni<SearchPlan.Question> weighed(SearchPlan.Question question) {
        return Uni.join()
                .all(question.asked().stream()
                        .map(capability -> weight(question, capability))
                        .toList())
                .andFailFast()
                .map(weights -> {
                    Map<String, Double> byName = new HashMap<>();
                    for (int i = 0; i < weights.size(); i++) {
                        byName.put(question.asked().get(i).name(), weights.get(i));
                    }
                    return question.withWeights(byName);
                });
    }

    private static Uni<Double> weight(SearchPlan.Question question, Capability capability) {
        double usual = question.fusion().weight(capability.name());
        return question.weighted().contains(capability.name())
                ? Uni.createFrom().item(usual)
                : capability
                        .weightFor(question.query().within(LONGEST_FOR_A_WEIGHT))
                        .ifNoItem()
                        .after(LONGEST_FOR_A_WEIGHT)
                        .recoverWithItem(usual)
                        .onFailure(Failure.class)
                        .recoverWithItem(usual);
    }

    private Uni<SearchAnswer> written(SearchPlan.Question question, Found found, SearchClock clock) {
        List<Passage> hits = question.page().of(found.candidates()).stream()
                .flatMap(candidate -> candidate.passage().stream())
                .toList();
        Shape.Details wanted = question.shape().details();
        Supplier<Uni<HitDetails.Fetched>> fetching =
                () -> details.of(hits, question.query().withDeadline(clock.left()), wanted);
        Uni<HitDetails.Fetched> fetched = wanted.areFetched() ? clock.measure(Part.DETAILS, fetching) : fetching.get();
        return fetched.map(beside -> new AnswerWriter(question, beside, clock).answer(found));
    }

    private Uni<Found> find(SearchPlan.Question question, SearchClock clock) {
        Duration before = clock.took();
        return look(question, question.query().depth(), clock)
                .flatMap(found -> current(question, found, clock.took().minus(before), clock))
                .flatMap(found -> enough(question, found, clock.took().minus(before), clock));
    }

    /**
     * Looks again, once, where a document's chunks were exchanged between being found and being read: otherwise neither the old
     * nor the new ones would be in the answer.
     */
    private Uni<Found> current(SearchPlan.Question question, Found found, Duration took, SearchClock clock) {
        if (!found.outdated() || !clock.hasMoreThan(took)) {
            return Uni.createFrom().item(found);
        }
        return look(question, question.query().depth(), clock)
                .map(again -> again.ranking().lacksALegOf(found.ranking()) ? found : again)
                .onFailure(Failure.class)
                .recoverWithItem(found);
    }

    /**
     * Looks deeper where too little is left after folding, as long as there is more to be found and time. What it finds must
     * not come to less than what is there.
     *
     * @param took how long the last look took: a deeper one will hardly be faster
     */
    private Uni<Found> enough(SearchPlan.Question question, Found found, Duration took, SearchClock clock) {
        if (!isTooFew(found, question) || !isMoreToBeFound(found.ranking()) || !clock.hasMoreThan(took)) {
            return Uni.createFrom().item(found);
        }
        Duration before = clock.took();
        return look(question, deeper(question, found.ranking().depth()), clock)
                .map(deeper ->
                        Optional.of(deeper).filter(kept -> !kept.ranking().lacksALegOf(found.ranking())))
                .onFailure(Failure.class)
                .recoverWithItem(Optional.empty())
                .flatMap(deeper -> deeper.isPresent()
                        ? enough(question, deeper.get(), clock.took().minus(before), clock)
                        : Uni.createFrom().item(found));
    }

    private boolean isMoreToBeFound(Ranking ranking) {
        return ranking.goesOn() && ranking.depth() < config.maxK();
    }

    private Uni<Found> look(SearchPlan.Question question, int depth, SearchClock clock) {
        return rank(question, depth, clock).flatMap(ranking -> read(question, ranking, clock));
    }

    /** Phrases and exclusions may leave little of any depth: then all at once, instead of step by step. */
    private int deeper(SearchPlan.Question question, int depth) {
        return QueryText.parse(question.query().text()).isConditional()
                ? config.maxK()
                : Math.min(2 * depth, config.maxK());
    }

    private Uni<Ranking> rank(SearchPlan.Question question, int depth, SearchClock clock) {
        SearchQuery query = question.query().withDepth(depth).withDeadline(clock.left());
        return clock.measure(Part.FAN_OUT, () -> fanOut.ask(question.asked(), query))
                .invoke(QuestionSearch::requireAnAnswer)
                .map(legs -> clock.measureNow(
                        Part.FUSION,
                        () -> Ranking.of(
                                legs, question.fusion(), question.page().firstDepth(), depth)))
                .flatMap(ranking -> candidates.holdAgainstWords(query.withDeadline(clock.left()), ranking));
    }

    private Uni<Found> read(SearchPlan.Question question, Ranking ranking, SearchClock clock) {
        SearchQuery query = question.query().withDeadline(clock.left());
        return clock.measure(
                        Part.TEXTS,
                        () -> candidates.read(
                                query,
                                ranking.order(),
                                wanted(question),
                                question.shape().fold()))
                .map(folding ->
                        new Found(ranking, folding.candidates(), folding.folded(), null, false, folding.isOutdated()));
    }

    private boolean isTooFew(Found found, SearchPlan.Question question) {
        return found.candidates().size() < wanted(question);
    }

    /** Enough for the page, and as many as any other page of the ranking is ordered among. */
    private int wanted(SearchPlan.Question question) {
        return Math.max(question.page().wanted(), ordering.candidates(question.shape()));
    }

    /** An answer of nothing at all would read as "nothing was found". */
    private static void requireAnAnswer(List<Leg> legs) {
        if (legs.stream().anyMatch(Leg.Answered.class::isInstance)) {
            return;
        }
        if (legs.stream().anyMatch(Leg.Late.class::isInstance)) {
            throw new Failure.Busy("no capability answered within its deadline", RETRY_AFTER, null);
        }
        if (legs.stream().anyMatch(leg -> leg instanceof Leg.Failed failed && failed.busy())) {
            throw new Failure.Busy("no capability had room for the question", RETRY_AFTER, null);
        }
        throw new Failure.Upstream("every capability failed; the service's log says why", null);
    }
}
