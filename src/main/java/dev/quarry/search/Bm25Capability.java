package dev.quarry.search;

import dev.quarry.postgres.Database;
import dev.quarry.search.lexical.Bm25;
import dev.quarry.search.lexical.Bm25Question;
import dev.quarry.search.lexical.QueryText;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/** Finds chunks by their words. */
@ApplicationScoped
class Bm25Capability implements Capability {
    static final String NAME = "bm25";

    private final Database database;
    private final SearchConfig.Bm25 config;
    private final Bm25Question.Settings settings;

    Bm25Capability(Database database, SearchConfig config) {
        this.database = database;
        this.config = config.bm25();
        this.settings = new Bm25Question.Settings(this.config.k1(), this.config.b(), this.config.postings());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Passages by their words, stemmed by the document's language, ranked by exact BM25.";
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("k1", config.k1(), "b", config.b(), "postings", config.postings());
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
        Bm25Question question = new Bm25Question(
                query.tenant(), QueryText.parse(query.text()), query.filter(), query.depth(), settings);
        return database.standbyRead(
                        query.tenant().rows(), query.deadline(), connection -> Bm25.search(connection, question))
                .map(Hits::of);
    }
}
