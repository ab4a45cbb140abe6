package dev.quarry.search;

import dev.quarry.postgres.Database;
import dev.quarry.search.lexical.Fuzzy;
import dev.quarry.search.lexical.FuzzyQuestion;
import dev.quarry.search.lexical.QueryText;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/** Finds chunks by titles, headings and identifiers that are spelled like the query. */
@ApplicationScoped
class FuzzyCapability implements Capability {
    private final Database database;
    private final SearchConfig.Fuzzy config;

    FuzzyCapability(Database database, SearchConfig config) {
        this.database = database;
        this.config = config.fuzzy();
    }

    @Override
    public String name() {
        return "fuzzy";
    }

    @Override
    public String description() {
        return "Passages by titles, headings and identifiers that are spelled like the question, typing errors allowed.";
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("min_similarity", config.minSimilarity());
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
        FuzzyQuestion question = new FuzzyQuestion(
                query.tenant(),
                QueryText.parse(query.text()).wanted(),
                query.filter(),
                config.minSimilarity(),
                query.depth());
        return database.standbyRead(
                        query.tenant().rows(), query.deadline(), connection -> Fuzzy.search(connection, question))
                .map(Hits::of);
    }
}
