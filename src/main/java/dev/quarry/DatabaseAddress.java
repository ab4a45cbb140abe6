package dev.quarry;

import dev.quarry.postgres.DatabaseUrls;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.url.DatabaseUrl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Gives the database's address to both who need it: Quarry's pools, and the JDBC data source of the migrations. */
public final class DatabaseAddress {
    private DatabaseAddress() {}

    /** The properties that say where the one database is; the password is among them. */
    public static Map<String, String> properties(DatabaseUrl url) {
        return properties(new DatabaseUrls(url, Optional.empty(), Optional.empty(), PoolConfig.Mode.AUTO));
    }

    static Map<String, String> properties(DatabaseUrls urls) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("quarry.database.url", urls.main().withPassword());
        urls.direct().ifPresent(url -> properties.put("quarry.database.direct-url", url.withPassword()));
        urls.read().ifPresent(url -> properties.put("quarry.database.read-url", url.withPassword()));
        DatabaseUrl owner = urls.session();
        properties.put("quarkus.datasource.jdbc.url", owner.jdbcUrl());
        properties.put("quarkus.datasource.username", owner.user());
        if (owner.password() != null) {
            properties.put("quarkus.datasource.password", owner.password());
        }
        if (urls.lacksSessions()) {
            // A named statement stays in the session that the pooler gave to one transaction only.
            properties.put("quarkus.datasource.jdbc.additional-jdbc-properties.prepareThreshold", "0");
        }
        return properties;
    }

    /** @param embedded whether it is the server that this process started */
    static void publish(DatabaseUrls urls, boolean embedded) {
        properties(urls).forEach(System::setProperty);
        System.setProperty("quarry.database.embedded", Boolean.toString(embedded));
    }
}
