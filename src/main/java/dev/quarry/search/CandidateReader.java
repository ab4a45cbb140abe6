package dev.quarry.search;

import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.search.lexical.QueryText;
import dev.quarry.search.lexical.WordConditionSql;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Fetches the texts of a ranking's best, as many as it takes to have enough that differ. */
@ApplicationScoped
class CandidateReader {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /** What is fetched beside those that are wanted, lest a few duplicates cost another round trip. */
    private static final int SPARE = 5;
    /** Holding more texts against each other would hold up the other requests of an event loop. */
    private static final int MOST_ON_AN_EVENT_LOOP = 100;

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
        Uni<Map<UUID, Passage>> fetched = texts(query, next);
        return (folding.size() + looked > MOST_ON_AN_EVENT_LOOP
                        ? fetched.emitOn(Infrastructure.getDefaultWorkerPool())
                        : fetched)
                .invoke(texts -> add(next, texts, folding))
                .flatMap(texts -> fill(folding, query, rest.subList(looked, rest.size()), wanted, spare));
    }

    private static void add(List<Fusion.Fused> hits, Map<UUID, Passage> texts, Folding folding) {
        for (Fusion.Fused hit : hits) {
            switch (hit.item()) {
                case Item.Chunk chunk -> {
                    Passage passage = texts.get(chunk.id());
                    if (passage == null) {
                        folding.passBy();
                    } else {
                        folding.add(hit, passage);
                    }
                }
                case Item.OwnRecord ownRecord -> folding.add(hit, ownRecord);
            }
        }
    }

    private Uni<Map<UUID, Passage>> texts(SearchQuery query, List<Fusion.Fused> hits) {
        List<UUID> chunkIds = chunkIds(hits);
        if (chunkIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return bounded(query, connection -> FoundChunkSql.find(connection, query.tenant(), chunkIds));
    }

    /** The ranking without chunks that a phrase or an exclusion rules out: only bm25 knows of these. */
    Uni<Ranking> holdAgainstWords(SearchQuery query, Ranking ranking) {
        QueryText words = QueryText.parse(query.text());
        List<UUID> chunkIds = words.isConditional() ? chunkIds(ranking.order()) : List.of();
        return chunkIds.isEmpty()
                ? Uni.createFrom().item(ranking)
                : bounded(query, c -> WordConditionSql.satisfying(c, query.tenant(), words, chunkIds))
                        .map(satisfying -> ranking.satisfying(words, satisfying));
    }

    private <T> Uni<T> bounded(SearchQuery query, Function<SqlConnection, Uni<T>> read) {
        return database.read(query.tenant().rows(), query.deadline(), read)
                .ifNoItem()
                .after(query.deadline())
                .failWith(() -> new Failure.Busy("the search did not end within its deadline", RETRY_AFTER, null));
    }

    private static List<UUID> chunkIds(List<Fusion.Fused> hits) {
        return hits.stream()
                .map(Fusion.Fused::item)
                .filter(Item.Chunk.class::isInstance)
                .map(item -> ((Item.Chunk) item).id())
                .toList();
    }
}
