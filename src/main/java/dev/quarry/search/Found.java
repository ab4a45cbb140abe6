package dev.quarry.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All that the answer is made of. */
record Found(List<Leg> legs, List<Fusion.Fused> ranking, Map<UUID, Passage> texts) {
    SearchAnswer answer(Duration took) {
        List<SearchAnswer.FoundChunk> hits = new ArrayList<>(ranking.size());
        for (Fusion.Fused fused : ranking) {
            Passage passage = texts.get(chunkId(fused));
            if (passage != null) {
                hits.add(hit(fused, passage));
            }
        }
        List<SearchAnswer.LegReport> reports = legs.stream().map(Found::report).toList();
        boolean degraded = legs.stream().anyMatch(leg -> !(leg instanceof Leg.Answered));
        return new SearchAnswer(hits, reports, degraded, took.toMillis());
    }

    private static SearchAnswer.FoundChunk hit(Fusion.Fused fused, Passage passage) {
        Map<String, SearchAnswer.LegPlace> places = new LinkedHashMap<>();
        fused.places()
                .forEach((name, place) -> places.put(name, new SearchAnswer.LegPlace(place.rank(), place.score())));
        return SearchAnswer.FoundChunk.of(passage, fused.score(), places);
    }

    static UUID chunkId(Fusion.Fused fused) {
        return switch (fused.item()) {
            case Item.Chunk chunk -> chunk.id();
        };
    }

    private static SearchAnswer.LegReport report(Leg leg) {
        long tookMs = leg.took().toMillis();
        return switch (leg) {
            case Leg.Answered answered ->
                new SearchAnswer.LegReport(
                        answered.capability(), "ok", answered.hits().size(), tookMs, null);
            case Leg.Late late ->
                new SearchAnswer.LegReport(
                        late.capability(), "late", 0, tookMs, "it did not answer within its deadline");
            case Leg.Failed failed ->
                new SearchAnswer.LegReport(failed.capability(), "failed", 0, tookMs, failed.reason());
        };
    }
}
