package dev.quarry.search;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All that the answer is made of. */
record Found(List<Leg> legs, List<Fusion.Fused> ranking, Map<UUID, Row> texts) {
    SearchAnswer answer(Duration took) {
        List<SearchAnswer.FoundChunk> hits = new ArrayList<>(ranking.size());
        for (Fusion.Fused fused : ranking) {
            switch (fused.item()) {
                case Item.Chunk chunk -> {
                    Row row = texts.get(chunk.id());
                    if (row != null) {
                        hits.add(hit(chunk, row, fused));
                    }
                }
                case Item.OwnRecord ownRecord -> hits.add(hit(ownRecord, fused));
            }
        }
        List<SearchAnswer.LegReport> reports = legs.stream().map(Found::report).toList();
        boolean degraded = legs.stream().anyMatch(leg -> !(leg instanceof Leg.Answered));
        return new SearchAnswer(hits, reports, degraded, took.toMillis());
    }

    private static SearchAnswer.FoundChunk hit(Item.Chunk chunk, Row row, Fusion.Fused fused) {
        return new SearchAnswer.FoundChunk(
                chunk.id(),
                row.getUUID("document_id"),
                row.getString("title"),
                row.getString("content"),
                fused.score(),
                row.getInteger("position"),
                row.getString("heading_path"),
                row.getJsonObject("metadata"),
                null,
                places(fused));
    }

    private static SearchAnswer.FoundChunk hit(Item.OwnRecord found, Fusion.Fused fused) {
        return new SearchAnswer.FoundChunk(
                null,
                null,
                found.title(),
                found.content(),
                fused.score(),
                null,
                null,
                null,
                new SearchAnswer.FoundRecord(found.source(), found.id(), found.title(), found.fields()),
                places(fused));
    }

    private static Map<String, SearchAnswer.LegPlace> places(Fusion.Fused fused) {
        Map<String, SearchAnswer.LegPlace> places = new LinkedHashMap<>();
        fused.places()
                .forEach((name, place) -> places.put(name, new SearchAnswer.LegPlace(place.rank(), place.score())));
        return places;
    }

    /** The chunks among what was found: their texts are still to be fetched. */
    static List<UUID> chunkIds(List<Fusion.Fused> ranking) {
        return ranking.stream()
                .map(Fusion.Fused::item)
                .filter(Item.Chunk.class::isInstance)
                .map(item -> ((Item.Chunk) item).id())
                .toList();
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
