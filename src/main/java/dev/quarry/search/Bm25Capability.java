package dev.quarry.search;

import dev.quarry.postgres.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/** Finds chunks by their words. */
@ApplicationScoped
class Bm25Capability implements Capability {
    private final Database database;
    private final SearchConfig.Bm25 config;

    Bm25Capability(Database database, SearchConfig config) {
        this.database = database;
        this.config = config.bm25();
    }

    @Override
    public String name() {
        return "bm25";
    }

    @Override
    public String description() {
        return "Passages by their words, stemmed by the document's language, ranked by exact BM25.";
    }

    @Override
    public Map<String, Object> status() {
        return Map.of("k1", config.k1(), "b", config.b());
    }

    @Override
    public Duration deadline() {
        return config.deadline();
    }

    @Override
    public double weight() {
        return config.weight();
    }

    @Override
    public Uni<Hits> search(SearchQuery query) {
        return database.standbyRead(
                        query.tenant().rows(),
                        query.deadline(),
                        connection -> Bm25Sql.search(
                                connection, query.tenant(), query.text(), config.k1(), config.b(), query.depth()))
                .map(hits -> new Hits(hits, true, Map.of()));
    }
}
