package dev.quarry.search.sql;

import dev.quarry.failure.Failure;
import dev.quarry.failure.RecurringWarning;
import dev.quarry.postgres.Database;
import dev.quarry.search.Capability;
import dev.quarry.search.SearchQuery;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Finds rows by a query of the settings. */
final class SqlCapability implements Capability {
    private static final Logger LOG = Logger.getLogger(SqlCapability.class);
    /** No time at all is not a deadline. */
    private static final Duration SHORTEST_READ = Duration.ofMillis(1);

    /** Says in a leg's plan why it has no records. */
    private static final String UNHEARD = "filter_not_in_query";

    private final OwnQuery query;
    private final List<Column> columns;
    private final Database database;
    private final RecurringWarning failures = new RecurringWarning();

    SqlCapability(OwnQuery query, List<Column> columns, Database database) {
        this.query = query;
        this.columns = List.copyOf(columns);
        this.database = database;
    }

    @Override
    public String name() {
        return query.capability();
    }

    @Override
    public String description() {
        return query.settings().description().orElse("Rows of a table of your own, by a query of the settings.");
    }

    @Override
    public List<String> parameters() {
        return query.template().parameters().stream()
                .map(parameter -> ":" + parameter.name())
                .toList();
    }

    /** The query's text is the operator's: it stands in evaluations, which operators see. */
    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("query", query.settings().query());
        settings.put("limit", query.settings().limit());
        query.role().ifPresent(role -> settings.put("role", role));
        return settings;
    }

    @Override
    public Map<String, Object> status() {
        Map<String, String> types = new LinkedHashMap<>();
        columns.forEach(column -> types.put(column.name(), column.type()));
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("columns", types);
        status.put("limit", query.settings().limit());
        query.role().ifPresent(role -> status.put("role", role));
        return status;
    }

    @Override
    public Duration deadline() {
        return query.deadline();
    }

    @Override
    public double weight() {
        return query.settings().weight();
    }

    @Override
    public Uni<Hits> search(SearchQuery search) {
        Set<String> unheard = unheard(search);
        if (!unheard.isEmpty() && !namesChunks()) {
            return Uni.createFrom().item(new Hits(List.of(), true, Map.of(UNHEARD, List.copyOf(unheard))));
        }
        int limit = Math.min(query.settings().limit(), search.depth());
        long began = System.nanoTime();
        return database.standbyRead(
                        search.tenant().rows(), search.deadline(), connection -> rows(connection, search, limit))
                .onFailure(PgException.class)
                .transform(this::failure)
                .map(raw -> OwnRows.read(name(), raw, limit))
                .flatMap(rows -> withOwnChunks(rows, search, began))
                .map(rows -> (unheard.isEmpty() ? rows : rows.chunksOnly()).hits());
    }

    private Uni<List<OwnRowsSql.RawRow>> rows(SqlConnection connection, SearchQuery search, int limit) {
        Uni<String> tenantName = query.namesTheTenant()
                ? OwnRowsSql.tenantName(connection, search.tenant().value())
                : Uni.createFrom().item("");
        return tenantName
                .map(name -> values(new Parameter.Request(search, limit, name)))
                .call(() -> OwnRowsSql.takeRole(connection, query.role()))
                .flatMap(values -> OwnRowsSql.rows(connection, query.template(), values, limit));
    }

    private List<@Nullable Object> values(Parameter.Request request) {
        List<@Nullable Object> values = new ArrayList<>();
        query.template().parameters().forEach(parameter -> values.add(parameter.value(request)));
        return values;
    }

    /** The query may name any chunk; only the tenant's own that the filter lets through are hits. */
    private Uni<OwnRows> withOwnChunks(OwnRows rows, SearchQuery search, long began) {
        Set<UUID> chunkIds = rows.chunkIds();
        if (chunkIds.isEmpty()) {
            return Uni.createFrom().item(rows);
        }
        Duration left = search.deadline().minusNanos(System.nanoTime() - began);
        return database.standbyRead(
                        search.tenant().rows(),
                        left.compareTo(SHORTEST_READ) < 0 ? SHORTEST_READ : left,
                        connection -> OwnChunksSql.own(connection, search.tenant(), search.filter(), chunkIds))
                .map(rows::withChunks);
    }

    /** The fields of the request's filter that the query does not look at: its records may be any others. */
    private Set<String> unheard(SearchQuery search) {
        Set<String> fields = new TreeSet<>(search.filter().texts().keySet());
        fields.removeAll(query.filterFields());
        fields.addAll(search.filter().untold());
        return fields;
    }

    private boolean namesChunks() {
        return columns.stream().anyMatch(column -> column.name().equals(Column.CHUNK_ID));
    }

    /** PostgreSQL's words may quote a row that is not the caller's to see: they are for the log. */
    private Failure failure(PgException error) {
        failures.warn(unlogged -> LOG.warnf(
                "sql_capability_failed setting=%s sqlstate=%s error=%s unlogged=%d",
                query.setting("query"), error.getSqlState(), error.getErrorMessage(), unlogged));
        return new Failure.Upstream(
                "the query of " + name() + " failed with SQLSTATE " + error.getSqlState()
                        + "; the service's log has PostgreSQL's words",
                error);
    }
}
