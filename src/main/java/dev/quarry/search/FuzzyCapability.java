package dev.quarry.search;

import dev.quarry.postgres.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Finds documents whose title is spelled like the query, typing errors allowed. */
@ApplicationScoped
class FuzzyCapability implements Capability {
    /** Beyond this many characters nobody types a title. */
    private static final int LONGEST_QUERY = 200;

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
    public Duration deadline() {
        return config.deadline();
    }

    @Override
    public double weight() {
        return config.weight();
    }

    @Override
    public Uni<List<Hit>> search(SearchQuery query) {
        if (query.text().length() > LONGEST_QUERY) {
            return Uni.createFrom().item(List.of());
        }
        return database.read(
                query.tenant().rows(),
                query.deadline(),
                connection -> FuzzySql.search(
                        connection, query.tenant(), query.text(), config.minSimilarity(), query.depth()));
    }
}
