package dev.quarry.search;

import dev.quarry.postgres.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Finds documents whose title is spelled like the query, typing errors allowed. */
@ApplicationScoped
class FuzzyCapability implements Capability {
    private static final int WORDS_OF_A_TITLE = 4;
    /** Each costs a walk through the index. */
    private static final int MOST_WORDS = 3;

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
        return "Documents whose title is spelled like the question, typing errors allowed.";
    }

    @Override
    public Map<String, Object> status() {
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
        return database.standbyRead(
                        query.tenant().rows(),
                        query.deadline(),
                        connection -> sought(connection, query)
                                .flatMap(sought -> FuzzySql.search(connection, query, sought, config.minSimilarity())))
                .map(hits -> new Hits(hits, true, Map.of()));
    }

    /** A short query may be a title; of a long one, the words that nobody wrote may be misspelled. */
    private static Uni<List<String>> sought(SqlConnection connection, SearchQuery query) {
        String text = query.text().strip();
        if (text.split("\\s+").length <= WORDS_OF_A_TITLE) {
            return Uni.createFrom().item(List.of(text));
        }
        return FuzzySql.unknownWords(connection, query.tenant(), text, MOST_WORDS);
    }
}
