package dev.quarry.search;

import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Fetches the texts of a ranking's best, as many as it takes to have enough that differ. */
@ApplicationScoped
class CandidateReader {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /** What is fetched beside those that are wanted, lest a few duplicates cost another round trip. */
    private static final int SPARE = 5;

    private final Database database;

    CandidateReader(Database database) {
        this.database = database;
    }

    /** At least {@code wanted} candidates, best first, where the ranking has so many that differ. */
    Uni<Folding> read(SearchQuery query, List<Fusion.Fused> ranking, int wanted, boolean folds) {
        return fill(new Folding(folds), query, ranking, wanted, folds ? wanted / 4 + SPARE : 0);
    }

    /** @param rest what of the ranking was not looked at yet */
    private Uni<Folding> fill(Folding folding, SearchQuery query, List<Fusion.Fused> rest, int wanted, int spare) {
        int missing = wanted - folding.size();
        if (missing <= 0 || rest.isEmpty()) {
            return Uni.createFrom().item(folding);
        }
        int looked = Math.min(rest.size(), missing + spare);
        List<Fusion.Fused> next = rest.subList(0, looked);
        return texts(query, next)
                .invoke(texts -> add(next, texts, folding))
                .flatMap(texts -> fill(folding, query, rest.subList(looked, rest.size()), wanted, spare));
    }

    private static void add(List<Fusion.Fused> hits, Map<UUID, Passage> texts, Folding folding) {
        for (Fusion.Fused hit : hits) {
            Passage passage = texts.get(chunkId(hit));
            // One that was deleted since it was found is none any more.
            if (passage != null) {
                folding.add(hit, passage);
            }
        }
    }

    private Uni<Map<UUID, Passage>> texts(SearchQuery query, List<Fusion.Fused> hits) {
        List<UUID> chunkIds = hits.stream().map(CandidateReader::chunkId).toList();
        return database.read(
                        query.tenant().rows(),
                        query.deadline(),
                        connection -> FoundChunkSql.find(connection, query.tenant(), chunkIds))
                .ifNoItem()
                .after(query.deadline())
                .failWith(() -> new Failure.Busy("the search did not end within its deadline", RETRY_AFTER, null));
    }

    static UUID chunkId(Fusion.Fused fused) {
        return switch (fused.item()) {
            case Item.Chunk chunk -> chunk.id();
        };
    }
}
