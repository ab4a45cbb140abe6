package dev.quarry.search;

import dev.quarry.postgres.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Lists the chunks of the documents that a filter means: a search without a question. */
@ApplicationScoped
class ListingSearch {
    private final Database database;
    private final HitDetails details;

    ListingSearch(Database database, HitDetails details) {
        this.database = database;
        this.details = details;
    }

    Uni<SearchAnswer> answer(SearchPlan.Listing listing) {
        SearchClock clock = new SearchClock(listing.query().deadline());
        Cursor.Listed after = listing.after().orElse(ListingSql.BEGINNING);
        // One more than is shown tells whether there is a next page.
        return database.standbyRead(
                        listing.query().tenant().rows(),
                        listing.query().deadline(),
                        connection -> ListingSql.after(connection, listing.query(), after, listing.k() + 1))
                .flatMap(passages -> written(listing, passages, clock));
    }

    private Uni<SearchAnswer> written(SearchPlan.Listing listing, List<Passage> passages, SearchClock clock) {
        List<Passage> page = passages.subList(0, Math.min(listing.k(), passages.size()));
        return details.of(
                        page,
                        listing.query().withDeadline(clock.left()),
                        listing.shape().details())
                .map(beside -> answer(listing, page, page.size() < passages.size(), beside, clock));
    }

    private static SearchAnswer answer(
            SearchPlan.Listing listing,
            List<Passage> page,
            boolean goesOn,
            HitDetails.Fetched details,
            SearchClock clock) {
        String next = goesOn
                ? listing.cursors()
                        .write(new Cursor.Listed(
                                page.getLast().documentId(), page.getLast().position()))
                : null;
        return new SearchAnswer(
                page.stream()
                        .map(passage -> SearchAnswer.FoundChunk.of(passage, SearchAnswer.Standing.NONE, details))
                        .toList(),
                List.of(),
                !details.complete(),
                null,
                clock.took().toMillis(),
                next,
                null);
    }
}
