package dev.quarry.search;

import dev.quarry.postgres.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Lists the chunks of the documents that a filter means: a search without a question. */
@ApplicationScoped
class ListingSearch {
    private final Database database;

    ListingSearch(Database database) {
        this.database = database;
    }

    Uni<SearchAnswer> answer(SearchPlan.Listing listing) {
        long began = System.nanoTime();
        SearchQuery query = listing.query();
        return database.standbyRead(
                        query.tenant().rows(),
                        query.deadline(),
                        connection -> ListingSql.after(connection, query, ListingSql.beginning(), listing.k()))
                .map(passages -> new SearchAnswer(
                        passages.stream().map(SearchAnswer.FoundChunk::listed).toList(),
                        List.of(),
                        false,
                        Duration.ofNanos(System.nanoTime() - began).toMillis()));
    }
}
