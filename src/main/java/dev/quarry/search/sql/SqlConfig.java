package dev.quarry.search.sql;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Tables of the user's own that are searched too; docs/capabilities.md has the whole story. */
@ConfigMapping(prefix = "quarry.search.sql")
public interface SqlConfig {
    /** The queries, by the name behind {@code sql:}. */
    @WithParentName
    Map<String, Source> sources();

    /** Settings of one query. */
    interface Source {
        /** A SELECT with the columns {@code id} and {@code title} and named parameters such as {@code :query}. */
        String query();

        /** What is found there, for those who list the capabilities. */
        Optional<String> description();

        /** How long it may take. */
        @WithDefault("2s")
        Duration deadline();

        /** Its share in the fusion. */
        @WithDefault("0.5")
        double weight();

        /** Rows that are read at most, from 1 to 1000. */
        @WithDefault("50")
        int limit();

        /** The database's role that it runs as; the service's own where this is not set. */
        Optional<String> role();
    }
}
