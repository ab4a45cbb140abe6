package dev.quarry.postgres;

import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.server.ConnectionDemand;
import dev.quarry.postgres.url.DatabaseUrl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The database's URLs, each with what it is for.
 *
 * @param mode what stands before the server, as the settings say
 */
public record DatabaseUrls(
        DatabaseUrl main, Optional<DatabaseUrl> direct, Optional<DatabaseUrl> read, PoolConfig.Mode mode) {

    /** What a URL is for. */
    public enum Purpose {
        MAIN("DATABASE_URL"),
        DIRECT("DATABASE_DIRECT_URL"),
        READ("DATABASE_READ_URL");

        private final String variable;

        Purpose(String variable) {
            this.variable = variable;
        }

        /** Where people set it. */
        public String variable() {
            return variable;
        }
    }

    /** As the settings have them. */
    public static DatabaseUrls of(DatabaseConfig database, PoolConfig pools) {
        return new DatabaseUrls(
                DatabaseUrl.parse(database.url()),
                database.directUrl().map(DatabaseUrl::parse),
                database.readUrl().map(DatabaseUrl::parse),
                pools.mode());
    }

    /** The URL for what needs a session of its own: migrations, locks, notifications. */
    public DatabaseUrl session() {
        return direct.orElse(main);
    }

    /** Whether the pipeline lacks sessions: its only URL leads to a pooler that keeps none. */
    public boolean lacksSessions() {
        return direct.isEmpty() && isTransactionPooler(Purpose.MAIN);
    }

    /** Whether that URL leads to a pooler that gives every transaction another session, as far as settings tell. */
    public boolean isTransactionPooler(Purpose purpose) {
        DatabaseUrl url = all().get(purpose);
        return url != null
                && switch (mode) {
                    // A direct URL is there to go past the pooler that the mode speaks of.
                    case TRANSACTION -> purpose != Purpose.DIRECT || url.namesTransactionPooler();
                    case AUTO, NULL -> url.namesTransactionPooler();
                    case SESSION -> false;
                };
    }

    /** Those that are set. */
    public Map<Purpose, DatabaseUrl> all() {
        Map<Purpose, DatabaseUrl> all = new LinkedHashMap<>();
        all.put(Purpose.MAIN, main);
        direct.ifPresent(url -> all.put(Purpose.DIRECT, url));
        read.ifPresent(url -> all.put(Purpose.READ, url));
        return all;
    }

    /** Whether connections are counted where that URL leads: where sessions are opened, and at a server for reads alone. */
    public boolean holdsBudget(Purpose purpose) {
        return switch (purpose) {
            case MAIN -> direct.isEmpty();
            case DIRECT -> true;
            case READ -> readsElsewhere();
        };
    }

    /**
     * The connections that one instance may open where that URL leads.
     *
     * @param purpose of a URL that {@link #holdsBudget holds a budget}
     */
    public ConnectionDemand demand(Purpose purpose, PoolConfig pools) {
        return purpose == Purpose.READ ? ConnectionDemand.of(pools, List.of("read")) : demand(pools);
    }

    /**
     * The connections that one instance may open to the server itself. Behind a transaction pooler only those count that go
     * past it: the pooler's own settings say how many it opens for the others.
     */
    public ConnectionDemand demand(PoolConfig pools) {
        List<String> names = new ArrayList<>();
        if (!isTransactionPooler(Purpose.MAIN)) {
            names.addAll(List.of("main", "worker"));
        }
        if (read.isPresent() && !readsElsewhere() && !isTransactionPooler(Purpose.READ)) {
            names.add("read");
        }
        if (!lacksSessions()) {
            names.addAll(List.of("direct", "listen"));
        }
        return ConnectionDemand.of(pools, names);
    }

    /** What the service calls itself at the server. */
    public String applicationName() {
        return main.parameters().getOrDefault("application_name", "quarry");
    }

    /** Whether searches go to a server of their own. */
    public boolean readsElsewhere() {
        return read.isPresent()
                && !read.get().hosts().equals(main.hosts())
                && !read.get().hosts().equals(session().hosts());
    }
}
