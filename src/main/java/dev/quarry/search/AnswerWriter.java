package dev.quarry.search;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the answer to a question. */
final class AnswerWriter {
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final SearchPlan.Question question;
    private final HitDetails.Fetched details;
    private final SearchClock clock;
    private final boolean explains;

    AnswerWriter(SearchPlan.Question question, HitDetails.Fetched details, SearchClock clock) {
        this.question = question;
        this.details = details;
        this.clock = clock;
        this.explains = question.shape().details().explain();
    }

    SearchAnswer answer(Found found) {
        List<Leg> legs = found.ranking().legs();
        return new SearchAnswer(
                question.page().of(found.candidates()).stream().map(this::hit).toList(),
                legs.stream().map(this::report).toList(),
                found.isDegraded() || !details.complete() || isCutShort(found),
                found.rerank(),
                clock.took().toMillis(),
                next(found).map(question.page().cursors()::write).orElse(null),
                explains ? explanation(found) : null);
    }

    /** Whether the page is short although more may be found: there was no time to look, or it failed. */
    private boolean isCutShort(Found found) {
        return found.candidates().size() < question.page().wanted() && mayGoDeeper(found.ranking());
    }

    private boolean mayGoDeeper(Ranking ranking) {
        return ranking.goesOn() && ranking.depth() < question.page().end();
    }

    private Optional<Cursor> next(Found found) {
        int answered = Math.min(question.page().wanted(), found.candidates().size());
        Ranking ranking = found.ranking();
        if (isCutShort(found)) {
            // Deeper at once: whoever follows a page without hits gets on all the same, and to an end.
            int depth = Math.min(2 * ranking.depth(), question.page().end());
            return Optional.of(new Cursor.Ranked(answered, depth));
        }
        boolean full = answered == question.page().wanted();
        boolean more = found.candidates().size() > answered
                || found.candidates().size() + found.folded() < ranking.order().size()
                || mayGoDeeper(ranking);
        return full && more && answered < question.page().end()
                ? Optional.of(new Cursor.Ranked(answered, ranking.depth()))
                : Optional.empty();
    }

    private SearchAnswer.FoundChunk hit(Candidate candidate) {
        Map<String, SearchAnswer.LegPlace> places = new LinkedHashMap<>();
        candidate
                .fused()
                .places()
                .forEach((name, place) -> places.put(name, new SearchAnswer.LegPlace(place.rank(), place.score())));
        SearchAnswer.Standing standing = new SearchAnswer.Standing(
                candidate.fused().score(),
                places,
                candidate.rerank(),
                question.shape().fold() ? candidate.duplicates() : null,
                explains ? shares(candidate.fused()) : null);
        return switch (candidate.content()) {
            case Passage passage -> SearchAnswer.FoundChunk.of(passage, standing, details);
            case Item.OwnRecord ownRecord -> SearchAnswer.FoundChunk.of(ownRecord, standing);
        };
    }

    private static Map<String, SearchAnswer.LegShare> shares(Fusion.Fused fused) {
        Map<String, SearchAnswer.LegShare> shares = new LinkedHashMap<>();
        fused.shares()
                .forEach((name, share) ->
                        shares.put(name, SearchAnswer.LegShare.of(fused.places().get(name), share)));
        return shares;
    }

    private SearchAnswer.LegReport report(Leg leg) {
        SearchAnswer.LegReport report = SearchAnswer.LegReport.of(leg);
        return explains
                ? report.explained(question.fusion().weight(leg.capability()), deadline(leg), plan(leg))
                : report;
    }

    private long deadline(Leg leg) {
        return question.asked().stream()
                .filter(capability -> capability.name().equals(leg.capability()))
                .map(capability ->
                        question.query().within(capability.deadline()).deadline())
                .findFirst()
                .orElseThrow()
                .toMillis();
    }

    private static @Nullable Map<String, Object> plan(Leg leg) {
        return switch (leg) {
            case Leg.Answered answered -> answered.found().plan();
            case Leg.Late late -> null;
            case Leg.Failed failed -> null;
        };
    }

    private SearchAnswer.Explanation explanation(Found found) {
        Map<String, Double> times = new LinkedHashMap<>();
        clock.parts().forEach((part, took) -> times.put(part.name().toLowerCase(Locale.ROOT), milliseconds(took)));
        Leg slowest = found.ranking().legs().stream()
                .max((one, other) -> one.took().compareTo(other.took()))
                .orElseThrow();
        times.put("slowest_leg", milliseconds(slowest.took()));
        return new SearchAnswer.Explanation(
                times,
                slowest.capability(),
                question.fusion().method(),
                found.ranking().depth(),
                found.ranking().order().size(),
                found.folded());
    }

    private static double milliseconds(Duration took) {
        return took.toNanos() / NANOS_PER_MILLISECOND;
    }
}
