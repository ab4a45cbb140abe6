package dev.quarry.search;

import dev.quarry.failure.Failure;
import dev.quarry.failure.RecurringWarning;
import dev.quarry.postgres.Database;
import dev.quarry.search.NeighbourSql.Neighbour;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Fetches what callers may want to see of the hits that are answered, and of no others. */
@ApplicationScoped
class HitDetails {
    private static final Logger LOG = Logger.getLogger(HitDetails.class);

    private final RecurringWarning withoutDetails = new RecurringWarning();
    private final Database database;

    HitDetails(Database database) {
        this.database = database;
    }

    /**
     * By chunk; null what was not asked for, or could not be had.
     *
     * @param complete whether all that was asked for is here
     */
    record Fetched(
            @Nullable Map<UUID, List<Neighbour>> context,
            @Nullable Map<UUID, List<Highlight>> highlights,
            boolean complete) {
        /** Nothing was asked for. */
        static final Fetched NONE = new Fetched(null, null, true);

        private static final Fetched MISSING = new Fetched(null, null, false);

        @Nullable
        List<Highlight> highlightsOf(UUID chunkId) {
            return highlights == null ? null : highlights.getOrDefault(chunkId, List.of());
        }

        @Nullable
        List<SearchAnswer.ContextChunk> contextOf(UUID chunkId) {
            return context == null
                    ? null
                    : context.getOrDefault(chunkId, List.of()).stream()
                            .map(near -> new SearchAnswer.ContextChunk(
                                    near.id(), near.position(), near.headingPath(), near.content()))
                            .toList();
        }
    }

    /** Never fails for want of the database: the hits are the answer, these are beside it. */
    Uni<Fetched> of(List<Passage> hits, SearchQuery query, Shape.Details wanted) {
        if (hits.isEmpty() || !wanted.areFetched()) {
            return Uni.createFrom().item(Fetched.NONE);
        }
        return database.read(
                        query.tenant().rows(),
                        query.deadline(),
                        connection -> context(connection, hits, query, wanted.context())
                                .flatMap(details -> wanted.highlight()
                                        ? highlighted(connection, hits, query, details)
                                        : Uni.createFrom().item(details)))
                .onFailure(Failure.class)
                .invoke(this::warn)
                .onFailure(Failure.class)
                .recoverWithItem(Fetched.MISSING);
    }

    private void warn(Throwable error) {
        withoutDetails.warn(
                unlogged -> LOG.warnf("search_without_details error=%s unlogged=%d", error.getMessage(), unlogged));
    }

    private static Uni<Fetched> context(SqlConnection connection, List<Passage> hits, SearchQuery query, int distance) {
        return distance == 0
                ? Uni.createFrom().item(Fetched.NONE)
                : NeighbourSql.around(connection, query.tenant(), hits, distance)
                        .map(neighbours -> new Fetched(Surroundings.of(hits, neighbours, distance), null, true));
    }

    private static Uni<Fetched> highlighted(
            SqlConnection connection, List<Passage> hits, SearchQuery query, Fetched details) {
        return HighlightSql.find(connection, query, hits)
                .map(highlights -> new Fetched(details.context(), highlights, true));
    }
}
