package dev.quarry.search;

import dev.quarry.document.Language;
import dev.quarry.document.LanguageDetector;
import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.embedding.LiveSpace;
import dev.quarry.embedding.NearestChunks;
import dev.quarry.embedding.SpokenLanguages;
import dev.quarry.embedding.VectorIndex.NearChunk;
import dev.quarry.postgres.Database;
import dev.quarry.search.lexical.QueryText;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Finds chunks by their meaning: nearest to the query's embedding. */
@ApplicationScoped
class VectorCapability implements Capability {
    private final Database database;
    private final EmbeddingSpaces spaces;
    private final TenantLanguages languages;
    private final LanguageDetector detector;
    private final SearchConfig.Vector config;

    VectorCapability(
            Database database,
            EmbeddingSpaces spaces,
            TenantLanguages languages,
            LanguageDetector detector,
            SearchConfig config) {
        this.database = database;
        this.spaces = spaces;
        this.languages = languages;
        this.detector = detector;
        this.config = config.vector();
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public String description() {
        return "Passages whose meaning is nearest to the question's, by their embeddings.";
    }

    @Override
    public Map<String, Object> settings() {
        return spaces.serving().space().index().settings();
    }

    @Override
    public Map<String, Object> status() {
        EmbeddingSpace space = spaces.serving().space();
        Map<String, Object> status = new LinkedHashMap<>(space.index().settings());
        status.put("space", space.id());
        status.put("model", space.model());
        status.put("dimensions", space.dimensions());
        status.put("index", space.index().kind());
        return status;
    }

    @Override
    public Duration deadline() {
        return config.deadline();
    }

    @Override
    public double weight() {
        return config.weight();
    }

    /** Less where the query is in a language that the model does not speak. */
    @Override
    public Uni<Double> weightFor(SearchQuery query) {
        SpokenLanguages spoken = spaces.serving().model().languages();
        if (spoken.equals(SpokenLanguages.ALL)) {
            return Uni.createFrom().item(weight());
        }
        return languages
                .chunks(query)
                .map(Understanding::established)
                .flatMap(established -> established.stream().allMatch(spoken::include)
                        ? Uni.createFrom().item(weight())
                        : trusted(spoken, established, query.text()));
    }

    private Uni<Double> trusted(SpokenLanguages spoken, Set<Language> documents, String text) {
        return Uni.createFrom()
                .item(() -> weight() * Understanding.trust(spoken, documents, detector.likelihoods(text)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    @Override
    public Uni<Hits> search(SearchQuery query) {
        // One space for both: the switch to another may come between.
        LiveSpace live = spaces.serving();
        return Uni.createFrom()
                .item(() -> query.embedding()
                        .in(
                                live,
                                () -> live.model()
                                        .embedQuery(
                                                QueryText.parse(query.text()).wanted())))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .flatMap(embedding -> nearest(live, query, embedding))
                .map(near -> new Hits(
                        near.chunks().stream().map(VectorCapability::hit).toList(), near.exact(), near.plan()));
    }

    private Uni<NearestChunks> nearest(LiveSpace live, SearchQuery query, float[] embedding) {
        return database.standbyRead(
                query.tenant().rows(),
                query.deadline(),
                connection -> live.space()
                        .index()
                        .nearest(connection, query.tenant(), embedding, query.depth(), query.filter()));
    }

    private static Hit hit(NearChunk near) {
        return new Hit(new Item.Chunk(near.chunkId()), near.similarity(), Math.clamp(near.similarity(), 0, 1));
    }
}
