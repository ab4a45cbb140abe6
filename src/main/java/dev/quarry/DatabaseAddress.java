package dev.quarry;

import dev.quarry.postgres.url.DatabaseUrl;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives the database's address to both who need it: Quarry's pools, and the JDBC data source of the migrations. */
public final class DatabaseAddress {
    private DatabaseAddress() {}

    /** The properties that say where the database is; the password is among them. */
    public static Map<String, String> properties(DatabaseUrl url) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("quarry.database.url", url.withPassword());
        properties.put("quarkus.datasource.jdbc.url", url.jdbcUrl());
        properties.put("quarkus.datasource.username", url.user());
        if (url.password() != null) {
            properties.put("quarkus.datasource.password", url.password());
        }
        return properties;
    }

    static void publish(DatabaseUrl url) {
        properties(url).forEach(System::setProperty);
    }
}
