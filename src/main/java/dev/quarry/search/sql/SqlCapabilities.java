package dev.quarry.search.sql;

import dev.quarry.postgres.Database;
import dev.quarry.postgres.StartOrder;
import dev.quarry.role.RoleConfig;
import dev.quarry.search.CapabilitySource;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** The capabilities that the settings name: read at start, tried at start, and refused there when they cannot work. */
@ApplicationScoped
class SqlCapabilities implements CapabilitySource {
    private static final Logger LOG = Logger.getLogger(SqlCapabilities.class);

    private final SqlConfig config;
    private final RoleConfig role;
    private final QueryCheck check;
    private final Database database;

    private volatile List<SqlCapability> capabilities = List.of();

    SqlCapabilities(SqlConfig config, RoleConfig role, QueryCheck check, Database database) {
        this.config = config;
        this.role = role;
        this.check = check;
        this.database = database;
    }

    @Override
    public List<SqlCapability> capabilities() {
        return capabilities;
    }

    void read(@Observes @Priority(StartOrder.SETTINGS) StartupEvent start) {
        var _ = queries(config.sources());
    }

    /** Workers search too: they measure evaluations. */
    void open(@Observes @Priority(StartOrder.CAPABILITIES) StartupEvent start) {
        if (role.role().serves() || role.role().works()) {
            capabilities =
                    queries(config.sources()).stream().map(this::capability).toList();
        }
    }

    /** @throws IllegalStateException naming the setting that makes no sense */
    static List<OwnQuery> queries(Map<String, SqlConfig.Source> sources) {
        return sources.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(source -> OwnQuery.of(source.getKey(), source.getValue()))
                .toList();
    }

    private SqlCapability capability(OwnQuery query) {
        List<Column> columns = check.check(query);
        LOG.infof(
                "sql_capability_opened name=%s columns=%s",
                query.capability(),
                String.join(",", columns.stream().map(Column::name).toList()));
        return new SqlCapability(query, columns, database);
    }
}
