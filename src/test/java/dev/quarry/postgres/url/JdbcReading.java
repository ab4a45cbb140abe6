package dev.quarry.postgres.url;

import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** What the JDBC driver makes of the JDBC form. */
final class JdbcReading {
    private JdbcReading() {}

    static Map<String, String> of(DatabaseUrl url) {
        Map<String, String> properties = new HashMap<>();
        try {
            for (DriverPropertyInfo property :
                    DriverManager.getDriver(url.jdbcUrl()).getPropertyInfo(url.jdbcUrl(), new Properties())) {
                if (property.value != null) {
                    properties.put(property.name, property.value);
                }
            }
        } catch (SQLException error) {
            throw new AssertionError(error);
        }
        return properties;
    }
}
